package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"duikai/cmd/internal/archive"
	"duikai/cmd/internal/store"
	"duikai/layout/diag"
	"duikai/render/pdfx"
	web "duikai/render/replica"
)

// batchOptions are the flags of `duikai batch`.
type batchOptions struct {
	output       string
	want         batchSettings
	replica      []string
	merge        string
	since, until string
	only         string
	ads          string
	shard, queue string
	failedWith   string
	force        bool
	failed       bool
	json         bool
	limits       batchLimits
}

// batchLimits are the flags that batch and batch retry share.
type batchLimits struct {
	workers int
	timeout time.Duration
	memory  int // MB
}

// batchSettings say what becomes of each issue. They are part of what a
// skipped issue has in common with the last time, and are kept for a retry.
type batchSettings struct {
	Standard string `json:"standard,omitempty"` // as pdfx.ParseStandard reads it; empty: the first
	Marks    bool   `json:"marks,omitempty"`
	KeepAds  bool   `json:"keep_ads,omitempty"`
	Reading  bool   `json:"reading,omitempty"`
	Proof    bool   `json:"proof,omitempty"`
	Text     bool   `json:"text,omitempty"`
	// Replica are the forms of copies for readers and libraries.
	Replica []web.Format `json:"replica,omitempty"`
	// Fonts is the folder of faces in place of the program's own, and FontsSum what
	// was in it.
	Fonts    string `json:"fonts,omitempty"`
	FontsSum string `json:"fonts_sum,omitempty"`
}

func (a *app) batchCommand() *cobra.Command {
	var o batchOptions
	c := &cobra.Command{
		Use:   "batch ARCHIVE -o OUT",
		Short: a.say("set every issue below a folder", "批量排印一个文件夹下的所有各期"),
		Long: a.say(
			"Set every issue folder below ARCHIVE and write OUT/YYYY/YYYY-MM-DD.pdf for each.\nWhat is set already and has not changed is skipped, so a run can be repeated and\ntaken up again after whatever ended it. One bad issue stops nothing: OUT/report.html\nand OUT/report.csv tell of each. The exit code is 1 when any issue failed.",
			"为 ARCHIVE 下的每一期排版，各写出 OUT/YYYY/YYYY-MM-DD.pdf。\n已排好且没有改动的各期自动跳过，因此可以反复运行，中断后也可接着排。\n一期有错不影响其余；各期情况见 OUT/report.html 与 OUT/report.csv。有任何一期失败时退出码为 1。"),
		Example:           "  duikai batch archive -o out\n  duikai batch archive -o out --since 1998-01-01 --until 1998-12-31 --merge month\n  duikai batch s3://papers/archive -o s3://papers/out --shard 3/16\n  duikai batch status out\n  duikai batch retry out --failed",
		Args:              a.args(1, 1),
		ValidArgsFunction: onlyFolders,
		RunE: func(c *cobra.Command, args []string) error {
			if o.output == "" {
				return errors.New(a.say("batch needs -o OUT, the folder for the PDFs", "batch 缺少 -o OUT（输出文件夹）"))
			}
			config, err := a.batchConfig(args[0], o)
			if err != nil {
				return err
			}
			return a.batch(c.Context(), config, o)
		},
	}
	f := c.Flags()
	f.StringVarP(&o.output, "output", "o", "", a.say("the folder `OUT` for everything that is written", "输出文件夹 `OUT`"))
	f.BoolVar(&o.want.Proof, "proof", false, a.say("write PNG proofs of the pages too", "同时写出各版 PNG 校样"))
	f.BoolVar(&o.want.Text, "text", false, a.say("write layout.json and the text of each story too", "同时写出 layout.json 与每篇稿件的纯文本"))
	f.BoolVar(&o.want.Reading, "reading", false, a.say("write a copy for the screen too, with links and bookmarks", "同时写出供屏幕阅读的文件，带链接和书签"))
	f.StringSliceVar(&o.replica, "replica", nil, a.say("write copies too, in `FORMATS` as replica has them; with web also OUT/web: a calendar and a search over all issues", "同时输出数字版，形式 `FORMATS` 与 replica 同；有 web 时另有 OUT/web：日历与全部各期的搜索"))
	f.Lookup("replica").NoOptDefVal = string(web.Web)
	f.StringVar(&o.want.Standard, "standard", pdfx.Names()[0], a.say("the `STANDARD` of the files: x1a, x4 or none", "文件标准 `STANDARD`：x1a、x4 或 none"))
	a.adsFlag(c, &o.ads)
	f.BoolVar(&o.want.Marks, "marks", false, a.say("add marks for the press, as render does", "加印印刷标记，与 render 同"))
	f.StringVar(&o.merge, "merge", "", a.say("join the PDFs of every `PERIOD`: month or year", "按 `PERIOD` 合并 PDF：month（月）或 year（年）"))
	f.StringVar(&o.since, "since", "", a.say("only issues of this `DATE` or later", "只排此日期 `DATE` 及以后"))
	f.StringVar(&o.until, "until", "", a.say("only issues of this `DATE` or earlier", "只排此日期 `DATE` 及以前"))
	f.StringVar(&o.only, "only", "", a.say("only issues whose path or date fits the `GLOB`, such as '1998-0[1-3]-*'", "只排路径或日期符合 `GLOB` 的各期，如 '1998-0[1-3]-*'"))
	f.StringVar(&o.shard, "shard", "", a.say("set only the part `I/N` of the issues, beside other machines that set the other parts: 0/16 to 15/16, or 1/16 to 16/16", "只排全部各期中的第 `I/N` 份，其余由别的机器同时排：0/16 至 15/16，或 1/16 至 16/16"))
	f.StringVar(&o.queue, "queue", "", a.say("have the issues set by `duikai worker` on any number of machines; ", "由任意多台机器上的 `duikai worker` 来排；")+a.queueHelp())
	f.StringVar(&o.failedWith, "since-failure", "", a.failedWithHelp())
	f.BoolVar(&o.force, "force", false, a.say("set again what has not changed", "未改动的也重排"))
	f.BoolVar(&o.failed, "failed", false, a.say("only what failed", "只排失败的各期"))
	f.BoolVar(&o.json, "json", false, a.say("write events to standard output, a JSON object a line", "把事件逐行以 JSON 写到标准输出"))
	a.limitFlags(c, &o.limits)
	must(c.MarkFlagDirname("output"))
	must(c.RegisterFlagCompletionFunc("standard", cobra.FixedCompletions(pdfx.Names(), cobra.ShellCompDirectiveNoFileComp)))
	must(c.RegisterFlagCompletionFunc("replica", cobra.FixedCompletions(formatNames(), cobra.ShellCompDirectiveNoFileComp)))
	must(c.RegisterFlagCompletionFunc("merge", cobra.FixedCompletions([]string{"month", "year"}, cobra.ShellCompDirectiveNoFileComp)))
	c.AddCommand(a.batchStatusCommand(), a.batchRetryCommand())
	return c
}

// The guards of an issue, when no flag says otherwise. A broadsheet page takes
// a twentieth of a second and an issue a hundred megabytes.
const (
	defaultTimeout = 5 * time.Minute
	defaultMemory  = 1024 // MB
	maxWorkers     = 256
)

func (a *app) limitFlags(c *cobra.Command, l *batchLimits) {
	c.Flags().IntVarP(&l.workers, "jobs", "j", runtime.NumCPU(), a.say("issues set at a time, `N`", "同时排 `N` 期"))
	c.Flags().DurationVar(&l.timeout, "timeout", defaultTimeout, a.say("the time an issue may take; 0: any", "每期限时；0 为不限"))
	c.Flags().IntVar(&l.memory, "memory", defaultMemory, a.say("the memory an issue may take, in `MB`; 0: any", "每期内存上限，单位 `MB`；0 为不限"))
}

// batchConfig reads the flags.
func (a *app) batchConfig(dir string, o batchOptions) (c archive.Config, err error) {
	if o.want.KeepAds, err = a.keepAds(o.ads); err != nil {
		return c, err
	}
	wrong := func(flag, value string) error {
		return fmt.Errorf(a.say("the flag --%s does not take %q", "选项 --%s 的值 %q 无效"), flag, value)
	}
	if len(o.replica) > 0 {
		if o.want.Replica, err = a.copyFormats(o.replica); err != nil {
			return c, err
		}
	}
	c = archive.Config{Archive: dir, Out: o.output, Merge: o.merge, Force: o.force, Failed: o.failed, FailedWith: o.failedWith, Only: o.only, Chinese: a.lang == diag.Chinese}
	date := func(flag, value string) (t time.Time) {
		if value == "" || err != nil {
			return t
		}
		var bad error
		if t, bad = time.Parse(time.DateOnly, value); bad != nil {
			err = wrong(flag, value)
		}
		return t
	}
	c.Since, c.Until = date("since", o.since), date("until", o.until)
	if _, bad := path.Match(o.only, ""); bad != nil {
		err = wrong("only", o.only)
	}
	if o.merge != "" && o.merge != "month" && o.merge != "year" {
		err = wrong("merge", o.merge)
	}
	named := o.want.Standard
	o.want.Standard = standardWord(named)
	if _, ok := pdfx.ParseStandard(o.want.Standard); !ok {
		err = wrong("standard", named)
	}
	if err == nil && o.failedWith != "" {
		err = a.failureCode(o.failedWith)
	}
	if err != nil {
		return c, err
	}
	if a.faces.dir != "" {
		if o.want.Fonts, err = filepath.Abs(a.faces.dir); err != nil {
			return c, err
		}
		if _, err = a.faceSet(); err != nil { // told once, not by every issue
			return c, err
		}
		if o.want.FontsSum, err = facesSum(o.want.Fonts); err != nil {
			return c, err
		}
	}
	settings, err := json.Marshal(o.want)
	if err != nil {
		return c, err
	}
	c.Settings = string(settings)
	bindWeb(&c)
	return c, a.limit(&c, o.limits)
}

// limit adds the workers and their limits.
func (a *app) limit(c *archive.Config, l batchLimits) error {
	switch {
	case l.workers < 1 || l.workers > maxWorkers:
		return fmt.Errorf(a.say("--jobs takes a number from 1 to %d, not %d", "--jobs 应为 1 至 %d，而非 %d"), maxWorkers, l.workers)
	case l.timeout < 0 || l.memory < 0:
		return errors.New(a.say("--timeout and --memory cannot be negative", "--timeout 与 --memory 不能为负"))
	}
	exe, err := ownProgram()
	if err != nil {
		return err
	}
	if c.Program, err = archive.Program(exe); err != nil {
		return err
	}
	c.Workers, c.Timeout, c.Memory = l.workers, l.timeout, int64(l.memory)<<20
	worker := []string{workerCommand}
	if a.noCache {
		worker = append(worker, "--no-cache")
	}
	c.Worker = workerCommandOf(exe, worker...)
	return nil
}

// batchSound looks whether OUT has a record that can be read.
func (a *app) batchSound(ctx context.Context, out string) error {
	exe, err := ownProgram()
	if err != nil {
		return err
	}
	return archive.Sound(ctx, workerCommandOf(exe, workerCommand), out)
}

// ownProgram is the file of this program. On Linux it is the very one that
// runs, also when a new one is installed in the course of the night.
func ownProgram() (string, error) {
	const running = "/proc/self/exe"
	if _, err := os.Stat(running); err == nil {
		return running, nil
	}
	return os.Executable()
}

// batch runs and tells of it.
func (a *app) batch(ctx context.Context, c archive.Config, o batchOptions) error {
	run, err := a.batchWay(&c, o)
	if err != nil {
		return err
	}
	show := a.showBatch(o.json, c.Out)
	c.Notify = show.event
	sum, err := run(ctx, c)
	show.end()
	switch {
	case errors.Is(err, archive.ErrNoIssues):
		return fmt.Errorf(a.say("%s: no folder in it holds %s: nothing to set", "%s：其中没有含 %s 的文件夹，无可排印"), c.Archive, archive.IssueFile)
	case err != nil:
		return a.batchError(c.Out, err)
	case sum.Failed > 0 || sum.Unread > 0 || sum.NotMade > 0:
		return verdict(exitErrors)
	}
	return nil
}

func (a *app) failedWithHelp() string {
	return a.say("only what failed with the problem `CODE`, or as timeout, memory, bug, killed", "只排因问题 `CODE`（或 timeout、memory、bug、killed）失败的各期")
}

// batchWay is how a batch is done: by this machine alone, or as one of several.
func (a *app) batchWay(c *archive.Config, o batchOptions) (func(context.Context, archive.Config) (archive.Summary, error), error) {
	if err := a.addresses(c.Archive, c.Out); err != nil {
		return nil, err
	}
	if store.IsBucket(c.Out) {
		if c.Merge != "" {
			return nil, errors.New(a.say("--merge joins files in a folder; OUT is a bucket", "--merge 只能合并文件夹里的文件，而 OUT 是存储桶"))
		}
		if c.Bind != nil {
			a.complain(a.say("the web editions stand in OUT; the calendar over all issues is written into folders only", "OUT 中有各期的网页版；全部各期的日历只写到文件夹"))
			c.Bind = nil
		}
	}
	var part archive.Shard
	switch {
	case o.queue != "" && o.shard != "":
		return nil, errors.New(a.say("--queue and --shard are two ways to the same; give one of them", "--queue 与 --shard 是两种办法，只能用一种"))
	case o.queue != "":
		return func(ctx context.Context, c archive.Config) (archive.Summary, error) {
			return a.batchQueue(ctx, c, o.queue)
		}, nil
	case o.shard != "":
		var ok bool
		if part, ok = archive.ParseShard(o.shard); !ok {
			return nil, fmt.Errorf(a.say("--shard takes I/N, such as 3/16, not %q", "--shard 应为 I/N，如 3/16，而非 %q"), o.shard)
		}
	case !store.IsBucket(c.Archive) && !store.IsBucket(c.Out):
		return archive.Run, nil
	}
	return func(ctx context.Context, c archive.Config) (archive.Summary, error) {
		return archive.RunShard(ctx, c, part)
	}, nil
}

// addresses refuses what names no bucket before anything is asked of anybody. An
// address that is refused is not shown: it may hold a password.
func (a *app) addresses(list ...string) error {
	for _, one := range list {
		err := store.Check(one)
		if errors.Is(err, store.ErrAddress) {
			err = errors.New(a.say("a bucket is given as s3://BUCKET/PREFIX, and the credentials in the environment (AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY)",
				"存储桶应写作 s3://桶名/前缀，密钥放在环境变量 AWS_ACCESS_KEY_ID 和 AWS_SECRET_ACCESS_KEY 中"))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// batchError puts into words what ends a batch as a whole.
func (a *app) batchError(out string, err error) error {
	if o, ok := errors.AsType[archive.Overlap](err); ok {
		return errors.New(out + a.say(": ", "：") + a.overlap(o))
	}
	switch {
	case errors.Is(err, archive.ErrBusy):
		return fmt.Errorf(a.say("%s: another batch is working on it", "%s：另一个批处理正在使用"), out)
	case errors.Is(err, archive.ErrNoLedger):
		return fmt.Errorf(a.say("%s: no batch has written here", "%s：没有批处理的记录"), out)
	case errors.Is(err, archive.ErrDamaged):
		return fmt.Errorf(a.say("%s: the record of the batch is damaged; the next batch puts it aside and sets everything anew", "%s：批处理的记录已损坏；下次运行 batch 时会移存并全部重排"), out)
	case errors.Is(err, archive.ErrFull):
		return fmt.Errorf(a.say("%w\nWhat is done is safe. Make room and give the same command again.", "%w\n已完成的部分不受影响。请腾出空间后重新运行同一命令。"), err)
	}
	return err
}

// overlap says why OUT cannot be where it is.
func (a *app) overlap(o archive.Overlap) string {
	switch o {
	case archive.SameFolder:
		return a.say("OUT is the archive itself; give another folder with -o", "输出文件夹就是旧报文件夹本身，请用 -o 另指定")
	case archive.ArchiveInOut:
		return a.say("the archive lies in OUT, where PDFs would be written between its issues; give another folder with -o", "旧报文件夹位于输出文件夹之内，PDF 会混入各期，请用 -o 另指定")
	}
	return a.say("OUT lies in an issue folder, which would change with every PDF; give another folder with -o", "输出文件夹位于某一期之内，该期会因写入而改动，请用 -o 另指定")
}

func (a *app) batchStatusCommand() *cobra.Command {
	var asJSON bool
	var address string
	c := &cobra.Command{
		Use:               "status OUT",
		Short:             a.say("tell how a batch stands, also while it runs", "查看批处理进度（运行中亦可）"),
		Example:           "  duikai batch status out\n  duikai batch status --queue nats://127.0.0.1:4222",
		Args:              a.args(0, 1),
		ValidArgsFunction: onlyFolders,
		RunE: func(c *cobra.Command, args []string) error {
			if address != "" {
				return a.queueStatus(c.Context(), address, asJSON)
			}
			if err := a.args(1, 1)(c, args); err != nil {
				return err
			}
			if err := a.addresses(args[0]); err != nil {
				return err
			}
			return a.batchStatus(c.Context(), args[0], asJSON)
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, a.say("write one JSON object", "输出一个 JSON 对象"))
	c.Flags().StringVar(&address, "queue", "", a.say("tell of the runs and the workers at the queue at `URL`", "查看队列 `URL` 上的批处理与 worker"))
	return c
}

// maxFailedIssues is how many failed issues are listed on a terminal, the worst first:
// nobody reads a thousand there, and reading them takes longer than all the rest.
const maxFailedIssues = 50

func (a *app) batchStatus(ctx context.Context, out string, asJSON bool) error {
	var failed []archive.Record
	if err := a.batchSound(ctx, out); err != nil && !errors.Is(err, archive.ErrNoLedger) {
		return a.batchError(out, err)
	}
	look := archive.Look
	shared, err := archive.Shared(ctx, out)
	if err != nil {
		return err
	}
	if shared {
		look = func(out string, most int, show func(*archive.Record)) (archive.Tally, bool, error) {
			t, err := archive.LookShared(ctx, out, most, show)
			return t, false, err
		}
	}
	most := maxFailedIssues
	if asJSON {
		most = 0
	}
	t, busy, err := look(out, most, func(r *archive.Record) { failed = append(failed, *r) })
	if err != nil {
		return a.batchError(out, err)
	}
	if asJSON {
		err := jsonLines(a.stdout).Encode(struct {
			Running  bool                   `json:"running"`
			Archive  string                 `json:"archive"`
			Issues   int                    `json:"issues"`
			ByStatus map[archive.Status]int `json:"by_status"` // "": not set yet
			Pages    int                    `json:"pages"`
			Failed   []archive.Record       `json:"failed"`
		}{busy, t.About.Archive, t.Issues, t.ByStatus, t.Pages, failed})
		return errors.Join(err, failedVerdict(t))
	}
	if busy {
		fmt.Fprintln(a.stdout, a.say("a batch is at work", "批处理正在运行"))
	}
	fmt.Fprintf(a.stdout, a.say(
		"%s: %d issues, %s to %s: %d done (%d pages), %d failed, %d waiting\n",
		"%s：共 %d 期，%s 至 %s：完成 %d 期（%d 版），失败 %d 期，待排 %d 期\n"),
		t.About.Archive, t.Issues, t.First, t.Last, t.ByStatus[archive.Done], t.Pages, t.Failed(), t.ByStatus[""])
	for i := range failed {
		for _, line := range a.failure(&failed[i]) {
			fmt.Fprintln(a.stdout, line)
		}
	}
	if n := t.Failed() - len(failed); n > 0 {
		fmt.Fprintf(a.stdout, a.say("... and %d more that failed: see %s/report.html, where they stand by kind\n", "……另有 %d 期失败：见 %s/report.html，按种类列出\n"), n, strings.TrimRight(out, "/"))
	}
	return failedVerdict(t)
}

func failedVerdict(t archive.Tally) error {
	if t.Failed() > 0 {
		return verdict(exitErrors)
	}
	return nil
}

func (a *app) batchRetryCommand() *cobra.Command {
	var o batchOptions
	c := &cobra.Command{
		Use:   "retry OUT",
		Short: a.say("take a batch up again as it was begun", "按原来的设置接着排"),
		Long: a.say(
			"Take up again the batch that wrote OUT, with the archive and the settings of its\nlast run. With --failed, set only the issues that failed, changed or not.",
			"按上次运行的旧报文件夹与设置，接着排 OUT。加 --failed 时只重排失败的各期，不论有无改动。"),
		Args:              a.args(1, 1),
		ValidArgsFunction: onlyFolders,
		RunE: func(c *cobra.Command, args []string) error {
			if err := a.addresses(args[0]); err != nil {
				return err
			}
			if store.IsBucket(args[0]) {
				return fmt.Errorf(a.say("%s: retry takes a folder; give batch again, with --failed for what failed", "%s：retry 只用于文件夹；请重新运行 batch，只重排失败的各期加 --failed"), args[0])
			}
			if err := a.batchSound(c.Context(), args[0]); err != nil {
				return a.batchError(args[0], err)
			}
			about, err := archive.Last(args[0])
			if err != nil {
				return a.batchError(args[0], err)
			}
			if o.failedWith != "" {
				if err := a.failureCode(o.failedWith); err != nil {
					return err
				}
			}
			config := archive.Config{Archive: about.Archive, Out: args[0], Settings: about.Settings, Merge: about.Merge, Failed: o.failed, FailedWith: o.failedWith, Chinese: a.lang == diag.Chinese}
			bindWeb(&config)
			if err := a.limit(&config, o.limits); err != nil {
				return err
			}
			return a.batch(c.Context(), config, o)
		},
	}
	c.Flags().BoolVar(&o.failed, "failed", false, a.say("only what failed", "只排失败的各期"))
	c.Flags().StringVar(&o.failedWith, "since-failure", "", a.failedWithHelp())
	c.Flags().BoolVar(&o.json, "json", false, a.say("write events to standard output, a JSON object a line", "把事件逐行以 JSON 写到标准输出"))
	a.limitFlags(c, &o.limits)
	return c
}

// workerCommand is the command that batch calls itself with.
const workerCommand = "batch-worker"

func (a *app) batchWorkerCommand() *cobra.Command {
	return &cobra.Command{
		Use:    workerCommand,
		Hidden: true,
		Args:   a.args(0, 0),
		RunE: func(c *cobra.Command, _ []string) error {
			return serveBatch(c, (&setter{painter: a.painter(), shelf: a.newShelf}).set)
		},
	}
}

// serveBatch works for a batch until that lets go. An interrupt from the
// terminal reaches every process of the batch; only the first of them decides.
func serveBatch(c *cobra.Command, set archive.Setter) error {
	signal.Ignore(os.Interrupt, syscall.SIGTERM)
	return archive.Serve(c.InOrStdin(), os.Stdout, set)
}
