// Package e2e tests what duikai gives to browsers in a real one: Chromium
// without a window. It is a module of its own, so that the program's module
// does not depend on a browser's protocol; .ci/run calls it where Chromium is
// installed.
package e2e
