// Package elsewhere holds the command to the same bytes on other processors. It
// has tests alone: they build the whole program anew, which takes its time, and
// so they stand apart from those of the command.
package elsewhere
