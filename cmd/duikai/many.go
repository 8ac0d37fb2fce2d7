package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"duikai/cmd/internal/archive"
	"duikai/cmd/internal/queue"
	"duikai/layout/diag"
)

// queueHelp says what an address of a queue is.
func (a *app) queueHelp() string {
	return a.say("the queue at `URL`: embed (this process serves one on loopback, port 4222), embed:PORT, or a NATS server with JetStream, nats://HOST:4222",
		"队列地址 `URL`：embed（由本进程提供，只在本机 4222 端口）、embed:端口，或带 JetStream 的 NATS 服务器 nats://主机:4222")
}

// openQueue connects to a queue. Processes of one user on one machine know each other
// by a word in the user's cache folder.
func (a *app) openQueue(ctx context.Context, address string) (*queue.Queue, error) {
	if err := queue.Check(address); err != nil {
		return nil, a.queueError(err)
	}
	o := queue.Options{Waiting: func(where string) {
		a.complain(fmt.Sprintf(a.say("%s does not answer yet; waiting for it", "%s 尚无应答，等待中"), where))
	}}
	if a.cache != "" {
		dir := filepath.Join(a.cache, "duikai")
		var err error
		if o.Secret, err = userSecret(dir); err != nil {
			return nil, err
		}
		o.Dir = filepath.Join(dir, "queue")
	} else if queue.Embeds(address) {
		return nil, errors.New(a.say("a queue in this process needs the user's cache folder (HOME or XDG_CACHE_HOME)", "由本进程提供队列需要用户的缓存文件夹（HOME 或 XDG_CACHE_HOME）"))
	}
	q, err := queue.Open(ctx, address, o)
	return q, a.queueError(err)
}

func (a *app) queueError(err error) error {
	switch {
	case errors.Is(err, queue.ErrAddress):
		return errors.New(a.say("--queue takes embed, embed:PORT, embed://USER:PASSWORD@HOST:PORT, nats://HOST:PORT or tls://HOST:PORT",
			"--queue 应为 embed、embed:端口、embed://用户:口令@主机:端口、nats://主机:端口 或 tls://主机:端口"))
	case errors.Is(err, queue.ErrTaken):
		return errors.New(a.say("another process listens there already: join it with --queue nats://127.0.0.1:PORT, or choose another port with --queue embed:PORT",
			"该端口已有进程：请用 --queue nats://127.0.0.1:端口 加入，或用 --queue embed:端口 另选端口"))
	}
	return err
}

// userSecret is a word that only this user can read; the first to ask makes it.
func userSecret(dir string) (string, error) {
	const private, least = 0o700, 20 // of rand.Text
	name := filepath.Join(dir, "queue-secret")
	if b, err := os.ReadFile(name); err == nil && len(b) >= least {
		return string(b), nil
	}
	if err := os.MkdirAll(dir, private); err != nil {
		return "", err
	}
	f, err := os.CreateTemp(dir, "queue-secret-*") // for its owner alone
	if err != nil {
		return "", err
	}
	defer os.Remove(f.Name())
	_, err = f.WriteString(rand.Text())
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return "", err
	}
	if err := os.Link(f.Name(), name); err != nil && !errors.Is(err, fs.ErrExist) {
		if err := os.Rename(f.Name(), name); err != nil { // a file system without links
			return "", err
		}
	}
	b, err := os.ReadFile(name)
	return string(b), err
}

// batchQueue has a batch set by workers at a queue. One that this process serves has
// its first worker here.
func (a *app) batchQueue(ctx context.Context, c archive.Config, address string) (sum archive.Summary, err error) {
	q, err := a.openQueue(ctx, address)
	if err != nil {
		return sum, err
	}
	defer q.Close()
	if !queue.Embeds(address) {
		return archive.Publish(ctx, c, q)
	}
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	working, letGo := context.WithCancelCause(ctx)
	defer letGo(nil)
	drained, ended := make(chan struct{}), make(chan error, 1)
	w := archive.WorkerConfig{Config: c, Name: archive.WorkerName()}
	w.Notify = func(e archive.Event) {
		if e.Kind != archive.Finished { // which the queue tells of
			c.Notify(e)
		}
	}
	go func() {
		err := archive.Work(working, w, q, drained)
		stop(err)
		ended <- err
	}()
	sum, err = archive.Publish(ctx, c, q)
	close(drained)
	letGo(errDone)
	if e := <-ended; err != nil && e != nil && !errors.Is(e, errDone) {
		err = e // why the publisher was stopped
	}
	return sum, err
}

// errDone lets a worker go when all is done.
var errDone = errors.New("all is done")

// workerOptions are the flags of `duikai worker`.
type workerOptions struct {
	queue  string
	jobs   int
	memory int
	idle   time.Duration
	drain  bool
	json   bool
}

func (a *app) queueWorkerCommand() *cobra.Command {
	var o workerOptions
	c := &cobra.Command{
		Use:   "worker --queue URL",
		Short: a.say("set issues for batches on other machines", "为别的机器上的批处理排版"),
		Long: a.say(
			"Take work from a queue into which `duikai batch --queue` puts it, on any number of\nmachines, and set it as batch does. ARCHIVE and OUT of the batch must be seen here\nunder the same names. SIGTERM, or --drain from anywhere, lets it finish what it has\nin hand; what it does not finish goes to others.",
			"从队列领取 `duikai batch --queue` 发出的各期来排，可在任意多台机器上运行。\n批处理的 ARCHIVE 与 OUT 在本机须以同样的名字可见。收到 SIGTERM，或在任何一处用 --drain，\n会做完手上的再停；没有做完的由别的机器接着做。"),
		Example: "  duikai worker --queue nats://127.0.0.1:4222 -j 8\n  duikai worker --queue embed\n  duikai worker --queue nats://127.0.0.1:4222 --drain",
		Args:    a.args(0, 0),
		RunE: func(c *cobra.Command, _ []string) error {
			if o.queue == "" {
				return errors.New(a.say("worker needs --queue URL", "worker 缺少 --queue URL"))
			}
			return a.queueWorker(c.Context(), o)
		},
	}
	f := c.Flags()
	f.StringVar(&o.queue, "queue", "", a.queueHelp())
	f.IntVarP(&o.jobs, "jobs", "j", runtime.NumCPU(), a.say("issues set at a time, `N`", "同时排 `N` 期"))
	f.IntVar(&o.memory, "memory", defaultMemory, a.say("the memory an issue may take, in `MB`; 0: any", "每期内存上限，单位 `MB`；0 为不限"))
	f.DurationVar(&o.idle, "idle", 0, a.say("end after there was nothing to do for so long; 0: wait on", "闲置这么久后结束；0 为一直等待"))
	f.BoolVar(&o.drain, "drain", false, a.say("ask all workers at the queue to finish what they have in hand and end", "请该队列的所有 worker 做完手上的就停"))
	f.BoolVar(&o.json, "json", false, a.say("write events to standard output, a JSON object a line", "把事件逐行以 JSON 写到标准输出"))
	return c
}

func (a *app) queueWorker(ctx context.Context, o workerOptions) error {
	var c archive.WorkerConfig
	if err := a.limit(&c.Config, batchLimits{workers: o.jobs, memory: o.memory}); err != nil {
		return err
	}
	q, err := a.openQueue(ctx, o.queue)
	if err != nil {
		return err
	}
	defer q.Close()
	if o.drain {
		return q.Drain(ctx)
	}
	c.Name, c.Idle, c.Localize = archive.WorkerName(), o.idle, a.localize
	c.Notify = a.showWorker(o.json)
	drained := make(chan struct{})
	asked := make(chan string, 1)
	if err := q.OnDrain(ctx, func() {
		select {
		case asked <- "drain":
		default:
		}
	}); err != nil {
		return err
	}
	go func() {
		select {
		case <-asked:
		case <-ctx.Done():
		}
		close(drained)
	}()
	fmt.Fprintf(a.stderr, a.say("%s: at work for %s, %d issues at a time\n", "%s：已加入 %s，同时排 %d 期\n"), c.Name, q.Where(), o.jobs)
	// A signal lets go politely; the second one ends the process as usual.
	return archive.Work(context.WithoutCancel(ctx), c, q, drained)
}

// localize puts the faces of this machine in place of those of a batch, if they are
// the same.
func (a *app) localize(settings string) (string, error) {
	var want batchSettings
	if err := json.Unmarshal([]byte(settings), &want); err != nil {
		return "", err
	}
	if want.FontsSum == "" {
		return settings, nil
	}
	sum := ""
	if a.faces.dir != "" {
		var err error
		if want.Fonts, err = filepath.Abs(a.faces.dir); err == nil {
			sum, err = facesSum(want.Fonts)
		}
		if err != nil {
			return "", err
		}
	}
	if sum != want.FontsSum {
		return "", errors.New(a.say("the batch uses a folder of faces that this machine has not got: give the worker the same with --fonts", "批处理用的字体文件夹与本机不同：请用 --fonts 给 worker 同样的字体"))
	}
	b, err := json.Marshal(want)
	return string(b), err
}

// showWorker tells what a worker does, an issue a line.
func (a *app) showWorker(events bool) func(archive.Event) {
	enc := jsonLines(a.stdout)
	return func(e archive.Event) {
		switch {
		case events:
			_ = enc.Encode(e)
		case e.Kind == archive.Trouble:
			a.complain(printable(e.Detail))
		case e.Kind != archive.Finished || e.Skipped:
		case e.Status == archive.Done:
			fmt.Fprintf(a.stderr, a.say("%s.pdf: pages: %d, %.2f s\n", "%s.pdf：%d 版，%.2f 秒\n"), e.Name, e.Pages, e.Seconds)
		default:
			for _, line := range a.failure(e.Record()) {
				fmt.Fprintln(a.stderr, line)
			}
		}
	}
}

// queueStatus tells what goes on at a queue.
func (a *app) queueStatus(ctx context.Context, address string, asJSON bool) error {
	if queue.Embeds(address) {
		return errors.New(a.say("the queue is in another process: give its address, such as nats://127.0.0.1:4222", "队列在另一个进程里：请给出它的地址，如 nats://127.0.0.1:4222"))
	}
	q, err := a.openQueue(ctx, address)
	if err != nil {
		return err
	}
	defer q.Close()
	s, err := archive.LookQueue(ctx, q)
	if err != nil {
		return fmt.Errorf("%s: %w", q.Where(), err)
	}
	if asJSON {
		return jsonLines(a.stdout).Encode(s)
	}
	for _, r := range s.Runs {
		fmt.Fprintf(a.stdout, a.say("%s → %s: %d wanted: %d done, %d unchanged, %d failed, %d open; %d shards left\n", "%s → %s：要排 %d 期：完成 %d，未改动 %d，失败 %d，未完 %d；余 %d 片\n"),
			printable(r.Archive), printable(r.Out), r.Wanted, r.Done(), r.Skipped(), r.Failed(), max(r.Wanted-r.Told(), 0), r.Left)
		for i := range r.Failures {
			e := &r.Failures[i]
			for _, line := range a.failure(e.Record()) {
				fmt.Fprintln(a.stdout, line)
			}
		}
	}
	rate := 0.0
	for _, w := range s.Workers {
		rate += w.Rate
		fmt.Fprintf(a.stdout, a.say("  %s: %d of %d busy, %d done, %d failed, %.0f a minute  %s\n", "  %s：%d／%d 在排，完成 %d，失败 %d，每分钟 %.0f 期  %s\n"),
			printable(w.Name), w.Busy, w.Slots, w.Done, w.Failed, w.Rate, printable(strings.Join(w.Now, " ")))
	}
	fmt.Fprintf(a.stdout, a.say("%d workers, %.0f issues a minute\n", "%d 个 worker，每分钟 %.0f 期\n"), len(s.Workers), rate)
	return nil
}

// failureCode is a code that issues fail with, or one of the states of a failed issue.
func (a *app) failureCode(code string) error {
	states := []archive.Status{archive.Errors, archive.Bug, archive.Timeout, archive.Memory, archive.Killed, archive.Unwritable, archive.Unreadable}
	if slices.Contains(states, archive.Status(code)) || diag.Code(code).Known() {
		return nil
	}
	return fmt.Errorf(a.say("--since-failure takes the code of a problem, as it stands in [ ] behind it, or one of %v; there is no %q", "--since-failure 应为问题的代码（问题后方括号中的），或 %v 之一；没有 %q"), states, code)
}

// workerCommandOf makes the command of a child that sets issues.
func workerCommandOf(exe string, args ...string) func() *exec.Cmd {
	return func() *exec.Cmd { return exec.Command(exe, args...) }
}
