package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path"
	"runtime"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"duikai/cmd/duikai/archive"
	"duikai/layout/diag"
	"duikai/render/pdfx"
)

// batchOptions are the flags of `duikai batch`.
type batchOptions struct {
	output       string
	want         batchSettings
	merge        string
	since, until string
	only         string
	ads          string
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
}

func (a *app) batchCommand() *cobra.Command {
	var o batchOptions
	c := &cobra.Command{
		Use:   "batch ARCHIVE -o OUT",
		Short: a.say("set every issue below a folder", "批量排印一个文件夹下的所有各期"),
		Long: a.say(
			"Set every issue folder below ARCHIVE and write OUT/YYYY/YYYY-MM-DD.pdf for each.\nWhat is set already and has not changed is skipped, so a run can be repeated and\ntaken up again after whatever ended it. One bad issue stops nothing: OUT/report.html\nand OUT/report.csv tell of each. The exit code is 1 when any issue failed.",
			"为 ARCHIVE 下的每一期排版，各写出 OUT/YYYY/YYYY-MM-DD.pdf。\n已排好且没有改动的各期自动跳过，因此可以反复运行，中断后也可接着排。\n一期有错不影响其余；各期情况见 OUT/report.html 与 OUT/report.csv。有任何一期失败时退出码为 1。"),
		Example:           "  duikai batch archive -o out\n  duikai batch archive -o out --since 1998-01-01 --until 1998-12-31 --merge month\n  duikai batch status out\n  duikai batch retry out --failed",
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
			return a.batch(c.Context(), config, o.json)
		},
	}
	f := c.Flags()
	f.StringVarP(&o.output, "output", "o", "", a.say("the folder `OUT` for everything that is written", "输出文件夹 `OUT`"))
	f.BoolVar(&o.want.Proof, "proof", false, a.say("write PNG proofs of the pages too", "同时写出各版 PNG 校样"))
	f.BoolVar(&o.want.Text, "text", false, a.say("write layout.json and the text of each story too", "同时写出 layout.json 与每篇稿件的纯文本"))
	f.BoolVar(&o.want.Reading, "reading", false, a.say("write a copy for the screen too, with links and bookmarks", "同时写出供屏幕阅读的文件，带链接和书签"))
	f.StringVar(&o.want.Standard, "standard", pdfx.Names()[0], a.say("the `STANDARD` of the files: x1a, x4 or none", "文件标准 `STANDARD`：x1a、x4 或 none"))
	a.adsFlag(c, &o.ads)
	f.BoolVar(&o.want.Marks, "marks", false, a.say("add marks for the press, as render does", "加印印刷标记，与 render 同"))
	f.StringVar(&o.merge, "merge", "", a.say("join the PDFs of every `PERIOD`: month or year", "按 `PERIOD` 合并 PDF：month（月）或 year（年）"))
	f.StringVar(&o.since, "since", "", a.say("only issues of this `DATE` or later", "只排此日期 `DATE` 及以后"))
	f.StringVar(&o.until, "until", "", a.say("only issues of this `DATE` or earlier", "只排此日期 `DATE` 及以前"))
	f.StringVar(&o.only, "only", "", a.say("only issues whose path or date fits the `GLOB`, such as '1998-0[1-3]-*'", "只排路径或日期符合 `GLOB` 的各期，如 '1998-0[1-3]-*'"))
	f.BoolVar(&o.force, "force", false, a.say("set again what has not changed", "未改动的也重排"))
	f.BoolVar(&o.json, "json", false, a.say("write events to standard output, a JSON object a line", "把事件逐行以 JSON 写到标准输出"))
	a.limitFlags(c, &o.limits)
	must(c.MarkFlagDirname("output"))
	must(c.RegisterFlagCompletionFunc("standard", cobra.FixedCompletions(pdfx.Names(), cobra.ShellCompDirectiveNoFileComp)))
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
	c = archive.Config{Archive: dir, Out: o.output, Merge: o.merge, Force: o.force, Failed: o.failed, Only: o.only, Chinese: a.lang == diag.Chinese}
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
	if _, ok := pdfx.ParseStandard(o.want.Standard); !ok {
		err = wrong("standard", o.want.Standard)
	}
	if err != nil {
		return c, err
	}
	settings, err := json.Marshal(o.want)
	if err != nil {
		return c, err
	}
	c.Settings = string(settings)
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
	c.Worker = func() *exec.Cmd { return exec.Command(exe, workerCommand) }
	return nil
}

// batchSound looks whether OUT has a record that can be read.
func (a *app) batchSound(ctx context.Context, out string) error {
	exe, err := ownProgram()
	if err != nil {
		return err
	}
	err = archive.Sound(ctx, func() *exec.Cmd { return exec.Command(exe, workerCommand) }, out)
	return a.batchError(out, err)
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
func (a *app) batch(ctx context.Context, c archive.Config, events bool) error {
	show := a.showBatch(events, c.Out)
	c.Notify = show.event
	sum, err := archive.Run(ctx, c)
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
	c := &cobra.Command{
		Use:               "status OUT",
		Short:             a.say("tell how a batch stands, also while it runs", "查看批处理进度（运行中亦可）"),
		Args:              a.args(1, 1),
		ValidArgsFunction: onlyFolders,
		RunE: func(c *cobra.Command, args []string) error {
			if err := a.batchSound(c.Context(), args[0]); err != nil {
				return err
			}
			return a.batchStatus(args[0], asJSON)
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, a.say("write one JSON object", "输出一个 JSON 对象"))
	return c
}

func (a *app) batchStatus(out string, asJSON bool) error {
	var failed []archive.Record
	t, busy, err := archive.Look(out, func(r *archive.Record) { failed = append(failed, *r) })
	if err != nil {
		return a.batchError(out, err)
	}
	if asJSON {
		enc := json.NewEncoder(a.stdout)
		enc.SetEscapeHTML(false)
		err := enc.Encode(struct {
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
			if err := a.batchSound(c.Context(), args[0]); err != nil {
				return err
			}
			about, err := archive.Last(args[0])
			if err != nil {
				return a.batchError(args[0], err)
			}
			config := archive.Config{Archive: about.Archive, Out: args[0], Settings: about.Settings, Merge: about.Merge, Failed: o.failed, Chinese: a.lang == diag.Chinese}
			if err := a.limit(&config, o.limits); err != nil {
				return err
			}
			return a.batch(c.Context(), config, o.json)
		},
	}
	c.Flags().BoolVar(&o.failed, "failed", false, a.say("only what failed", "只排失败的各期"))
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
			return serveBatch(c, (&setter{painter: a.painter()}).set)
		},
	}
}

// serveBatch works for a batch until that lets go. An interrupt from the
// terminal reaches every process of the batch; only the first of them decides.
func serveBatch(c *cobra.Command, set archive.Setter) error {
	signal.Ignore(os.Interrupt, syscall.SIGTERM)
	return archive.Serve(c.InOrStdin(), os.Stdout, set)
}
