// Command duikai sets Chinese newspapers: an issue folder of stories goes in,
// pages as PDF come out.
//
// main does nothing but leave with the code of run, which the tests call too.
//
//	command.go   sub-commands, languages, exit codes
//	pipeline.go  load -> faces -> compose -> draw
//	folder.go    the issue folder, the faces it brings along
//	proof.go     pages as pictures, with overlays
//	report.go    what stands where and how it was set
//	serve.go     the report live; watch.go tells of saves
//	atomic.go    a file is written whole or not at all
//	batch.go     many issues: the package archive, and what it needs to know
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	// SIGTERM too: a batch that is shut down must not leave half a file.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// From the first signal on, a second one ends the process as usual.
	context.AfterFunc(ctx, stop)
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr, os.Getenv))
}
