package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"duikai/cmd/internal/archive"
)

// TestQueue: a worker that serves a queue, another that joins it, a batch, the state, and
// the way to let all of them go; then a batch that is all of these in one.
func TestQueue(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := l.Addr().(*net.TCPAddr).Port
	_ = l.Close()
	const n = 9
	dir := backIssues(t, n)
	env := map[string]string{"XDG_CACHE_HOME": t.TempDir(), "HOME": t.TempDir()}
	url := fmt.Sprint("nats://127.0.0.1:", port)
	first, second := make(chan ran, 1), make(chan ran, 1)
	go func() { first <- duikaiIn(t, env, "worker", "--queue", fmt.Sprint("embed:", port), "-j", "1") }()
	go func() { second <- duikaiIn(t, env, "worker", "--queue", url, "-j", "1", "--json") }() // it waits for the first
	alone, many, one := filepath.Join(t.TempDir(), "alone"), filepath.Join(t.TempDir(), "many"), filepath.Join(t.TempDir(), "one")
	if got := duikai(t, "batch", dir, "-o", alone); got.code != exitErrors {
		t.Fatalf("%+v", got)
	}
	if got := duikaiIn(t, env, "batch", dir, "-o", many, "--queue", url); got.code != exitErrors || !strings.Contains(got.stderr, "see "+many) {
		t.Fatalf("%+v", got)
	}
	var state archive.QueueState
	got := duikaiIn(t, env, "batch", "status", "--queue", url, "--json")
	if err := json.Unmarshal([]byte(got.stdout), &state); err != nil || len(state.Runs) != 1 || state.Runs[0].Told() < n || state.Runs[0].Failed() == 0 || len(state.Workers) == 0 {
		t.Errorf("%+v, %v", got, err)
	}
	if got := duikaiIn(t, env, "batch", "status", "--queue", url); got.code != exitOK || !strings.Contains(got.stdout, "[missing-story]") || !strings.Contains(got.stdout, "issues a minute") {
		t.Errorf("%+v", got)
	}
	if got := duikaiIn(t, env, "worker", "--queue", url, "--drain"); got.code != exitOK {
		t.Errorf("%+v", got)
	}
	for _, w := range []chan ran{first, second} {
		if got := <-w; got.code != exitOK || strings.Contains(got.stderr, "secret") {
			t.Errorf("%+v", got)
		}
	}
	if got := duikaiIn(t, env, "batch", dir, "-o", one, "--queue", fmt.Sprint("embed:", port), "-j", "2"); got.code != exitErrors {
		t.Errorf("%+v", got)
	}
	shown := func(out string) map[string]string {
		files := outTree(t, out)
		maps.DeleteFunc(files, func(name, _ string) bool { return strings.HasPrefix(name, ".duikai/") })
		return files
	}
	for _, out := range []string{many, one} {
		if list := different(shown(alone), shown(out)); len(list) > 0 {
			t.Errorf("one batch and workers at a queue write different files: %v", list)
		}
	}
}

// TestQueueRefuses: what is no queue is told, and no word of it is shown that is secret.
func TestQueueRefuses(t *testing.T) {
	for _, args := range [][]string{
		{"worker"}, {"worker", "--queue", "http://u:hush@host"}, {"worker", "--queue", "embed://0.0.0.0:4222"},
		{"batch", "x", "-o", "y", "--queue", "nats://u:hush@"}, {"batch", "x", "-o", "y", "--queue", "embed", "--shard", "1/2"}, {"batch", "status"}, {"batch", "status", "--queue", "embed"},
		{"batch", "s3://key:hush@b/a", "-o", "y"}, {"batch", "x", "-o", "s3://key:hush@b/out"}, {"batch", "x", "-o", "s3://key:hush@b:c", "--shard", "1/2"},
		{"batch", "x", "-o", "s3://key:hush@b/out", "--queue", "nats://127.0.0.1:1"}, {"batch", "status", "s3://key:hush@b/out"}, {"batch", "retry", "s3://key:hush@b/out"},
	} {
		if got := duikai(t, args...); got.code != exitUnusable || strings.Contains(got.stderr, "hush") || got.stderr == "" {
			t.Errorf("%v: %+v", args, got)
		}
	}
}

// TestManifests: what samples/many gives to begin with can be read, and every command in
// it is one of the program's.
func TestManifests(t *testing.T) {
	dir := filepath.Join("..", "..", "samples", "many")
	var commands [][]string
	var look func(v any)
	look = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			for _, below := range v {
				look(below)
			}
		case []any:
			var words []string
			for _, w := range v {
				look(w)
				if s, ok := w.(string); ok {
					words = append(words, s)
				}
			}
			if len(words) > 1 && (words[0] == "batch" || words[0] == "worker") {
				commands = append(commands, words)
			}
		}
	}
	for _, name := range []string{"kubernetes.yaml", "compose.yaml"} {
		for doc := range strings.SplitSeq(fileText(t, filepath.Join(dir, name)), "\n---\n") {
			var v any
			if err := yaml.Unmarshal([]byte(doc), &v); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			look(v)
		}
	}
	unit := fileText(t, filepath.Join(dir, "duikai-worker.service"))
	for _, m := range regexp.MustCompile(`(?m)^ExecStart=\S+/duikai (.*)$`).FindAllStringSubmatch(unit, -1) {
		commands = append(commands, strings.Fields(m[1]))
	}
	if len(commands) != 6 {
		t.Errorf("%d commands: %v", len(commands), commands)
	}
	a := &app{stdout: &sticky{w: os.Stdout}, stderr: os.Stderr}
	for _, words := range commands {
		c, rest, err := a.root(nil).Find(words)
		if err == nil {
			err = c.ParseFlags(rest)
		}
		if err != nil || c.Name() != words[0] {
			t.Errorf("%v: %v", words, err)
		}
	}
}
