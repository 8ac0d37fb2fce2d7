package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"runtime/debug"
	"strings"
	"syscall"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"duikai/cmd/internal/keep"
	"duikai/layout/diag"
	"duikai/layout/manuscript"
	"duikai/layout/pdffile"
	"duikai/render"
	"duikai/render/report"
)

// The exit codes scripts rely on.
const (
	exitOK          = 0
	exitErrors      = 1   // the edition has errors
	exitUnusable    = 2   // the input or the command line cannot be used
	exitInterrupted = 130 // as a shell reports SIGINT
)

// app is one run of the command.
type app struct {
	stdout *sticky
	stderr io.Writer
	lang   diag.Lang
	// cache is the user's cache folder; empty: nothing is kept.
	cache   string
	noCache bool         // the flag
	kept    *keep.Folder // of pictures; nil: not asked for yet
	faces   faceFolder
}

// run is the program: main leaves with what it returns.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer, getenv func(string) string) int {
	a := &app{stdout: &sticky{w: stdout}, stderr: stderr, lang: language(args, getenv), cache: userCache(getenv)}
	a.faces.dir = getenv(facesVariable)
	root := a.root(stdin)
	root.SetArgs(append([]string{}, args...)) // nil would mean os.Args
	return a.leave(ctx, root.ExecuteContext(ctx))
}

// leave prints what has not been said yet and picks the exit code.
func (a *app) leave(ctx context.Context, err error) int {
	if ctx.Err() != nil {
		a.complain(a.say("interrupted", "已中断"))
		return exitInterrupted
	}
	if err == nil {
		err = a.stdout.err
	}
	var done verdict
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &done):
		return int(done)
	}
	a.complain(a.explain(err))
	return exitUnusable
}

func (a *app) complain(text string) { fmt.Fprintf(a.stderr, "duikai: %s\n", text) }

// verdict is the exit code of a run that has already said everything.
type verdict int

func (v verdict) Error() string { return fmt.Sprintf("exit code %d", int(v)) }

// judge turns problems into the verdict.
func judge(list diag.List) error {
	switch {
	case list.Has(diag.Fatal):
		return verdict(exitUnusable)
	case list.Has(diag.Error):
		return verdict(exitErrors)
	}
	return nil
}

// verdictOf is the exit code that a result deserves.
func verdictOf(r render.Result) error {
	if r.Unusable() {
		return verdict(exitUnusable)
	}
	return judge(r.Problems)
}

// say picks the words of the user's language.
func (a *app) say(english, chinese string) string {
	if a.lang == diag.Chinese {
		return chinese
	}
	return english
}

// language is what --lang says, or else the locale in the order of POSIX. It
// is needed before the flags are read, for their help and their errors.
func language(args []string, getenv func(string) string) diag.Lang {
	for i, arg := range args {
		if arg == "--" {
			break
		}
		if v, ok := strings.CutPrefix(arg, "--lang="); ok {
			return diag.ParseLang(v)
		}
		if arg == "--lang" && i+1 < len(args) {
			return diag.ParseLang(args[i+1])
		}
	}
	return diag.ParseLang(cmp.Or(getenv("LC_ALL"), getenv("LC_MESSAGES"), getenv("LANG")))
}

// root is the tree of commands.
func (a *app) root(stdin io.Reader) *cobra.Command {
	root := &cobra.Command{
		Use:           "duikai",
		Short:         a.say("duikai sets Chinese newspapers", "对开：中文报纸排版"),
		Long:          a.say("duikai sets Chinese newspapers: an issue folder of stories goes in, pages as PDF come out.", "对开（duikai）为中文报纸排版：读入一期的稿件文件夹，输出 PDF 版面。"),
		Version:       version(),
		SilenceErrors: true,
		SilenceUsage:  true,
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) > 0 {
				return a.unknownCommand(c, args[0])
			}
			c.SetOut(a.stderr)
			_ = c.Help()
			return verdict(exitUnusable)
		},
		Args: cobra.ArbitraryArgs,
	}
	// Before the completion commands are made: they keep the writer of now.
	root.SetIn(stdin)
	root.SetOut(a.stdout)
	root.SetErr(a.stderr)
	root.PersistentFlags().Var(&langFlag{}, "lang", a.say("language of the messages: en or zh (default: from the locale)", "提示语言：en 或 zh（默认取自系统区域设置）"))
	root.PersistentFlags().BoolVar(&a.noCache, "no-cache", false, a.say("keep no pictures between runs, and use none that were kept", "不保存、也不使用此前处理好的图片"))
	root.PersistentFlags().StringVar(&a.faces.dir, "fonts", a.faces.dir, a.say("the folder `DIR` of faces in place of the program's own (default: "+facesVariable+")", "代替程序自带字体的文件夹 `DIR`（默认取自 "+facesVariable+"）"))
	must(root.MarkPersistentFlagDirname("fonts"))
	root.PersistentFlags().BoolP("help", "h", false, a.say("show this help", "显示帮助"))
	root.Flags().Bool("version", false, a.say("print the version", "显示版本"))
	must(root.RegisterFlagCompletionFunc("lang", cobra.FixedCompletions([]string{"en", "zh"}, cobra.ShellCompDirectiveNoFileComp)))
	root.SetVersionTemplate("duikai {{.Version}}\n")
	root.SetFlagErrorFunc(a.flagError)
	root.SetHelpFunc(a.help)
	root.SetUsageFunc(func(c *cobra.Command) error { a.help(c, nil); return nil })

	root.AddCommand(a.renderCommand(), a.checkCommand(), a.planCommand(), a.proofCommand(), a.signCommand(), a.replicaCommand(), a.reportCommand(), a.serveCommand(), a.preflightCommand(),
		a.batchCommand(), a.batchWorkerCommand(), a.queueWorkerCommand(), a.importCommand(), a.fontsCommand(), a.linesCommand(), a.newCommand(), a.schemaCommand())
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	for _, c := range root.Commands() {
		switch c.Name() {
		case "help":
			c.Short = a.say("show the help of a command", "显示某个命令的帮助")
		case "completion":
			c.Short = a.say("print a completion script for a shell", "输出命令行补全脚本")
		}
	}
	return root
}

// must is for faults in the table of commands itself, which every test of the
// command would meet.
func must(err error) {
	if err != nil {
		panic(err)
	}
}

func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "(devel)"
	}
	return cmp.Or(info.Main.Version, "(devel)")
}

// langFlag only checks its value: language has read it before.
type langFlag struct{ value string }

func (l *langFlag) String() string { return l.value }
func (l *langFlag) Type() string   { return "LANG" }
func (l *langFlag) Set(s string) error {
	if s != "en" && s != "zh" {
		return errors.New("en | zh")
	}
	l.value = s
	return nil
}

// args checks the number of arguments and names the one that is missing.
func (a *app) args(least, most int) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		switch {
		case len(args) < least:
			what := strings.Fields(c.Use)[1]
			return fmt.Errorf(a.say("%s needs an argument: %s (see duikai %s --help)", "%s 缺少参数 %s（见 duikai %s --help）"), c.Name(), what, c.Name())
		case len(args) > most:
			return fmt.Errorf(a.say("%s does not take the argument %q", "%s 不接受参数 %q"), c.Name(), args[most])
		}
		return nil
	}
}

func (a *app) unknownCommand(c *cobra.Command, name string) error {
	text := fmt.Sprintf(a.say("there is no command %q", "没有命令 %q"), name)
	c.SuggestionsMinimumDistance = 2 // letters; cobra's own default
	if near := c.SuggestionsFor(name); len(near) > 0 {
		text += fmt.Sprintf(a.say("; did you mean %s?", "；是否想用 %s？"), strings.Join(near, ", "))
	} else {
		text += a.say("; duikai --help lists them", "；可用 duikai --help 查看")
	}
	return errors.New(text)
}

// flagError says pflag's errors in the user's language.
func (a *app) flagError(c *cobra.Command, err error) error {
	see := fmt.Sprintf(a.say(" (see %s --help)", "（见 %s --help）"), c.CommandPath())
	if e, ok := errors.AsType[*pflag.NotExistError](err); ok {
		name := e.GetSpecifiedName()
		var names []string
		c.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
		if meant := manuscript.Nearest(name, names); meant != "" && len(name) > 1 {
			return fmt.Errorf(a.say("there is no flag %s; did you mean --%s?%s", "没有选项 %s；是否想用 --%s？%s"), dashes(name), meant, see)
		}
		return fmt.Errorf(a.say("there is no flag %s%s", "没有选项 %s%s"), dashes(name), see)
	}
	if e, ok := errors.AsType[*pflag.ValueRequiredError](err); ok {
		return fmt.Errorf(a.say("the flag %s needs a value%s", "选项 %s 缺少值%s"), dashes(e.GetSpecifiedName()), see)
	}
	if e, ok := errors.AsType[*pflag.InvalidValueError](err); ok {
		return fmt.Errorf(a.say("the flag --%s does not take %q: %v%s", "选项 --%s 的值 %q 无效：%v%s"), e.GetFlag().Name, e.GetValue(), a.flagKind(e), see)
	}
	return fmt.Errorf("%w%s", err, see)
}

// flagKind says what a flag takes, or what its own kind says.
func (a *app) flagKind(e *pflag.InvalidValueError) string {
	switch e.GetFlag().Value.Type() {
	case "int", "count":
		return a.say("it takes a whole number", "应为整数")
	case "float64":
		return a.say("it takes a number", "应为数字")
	case "bool":
		return a.say("it takes true or false", "应为 true 或 false")
	case "duration":
		return a.say("it takes a time such as 90s or 5m", "应为时长，如 90s、5m")
	}
	return e.Unwrap().Error()
}

func dashes(name string) string {
	if len(name) == 1 {
		return "-" + name
	}
	return "--" + name
}

// help is the whole help of a command: what it does, how it is called, what it
// takes.
func (a *app) help(c *cobra.Command, _ []string) {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\n%s\n  %s\n", cmp.Or(c.Long, c.Short), a.say("Usage:", "用法："), a.useLine(c))
	if c.HasExample() {
		fmt.Fprintf(&b, "\n%s\n%s\n", a.say("Examples:", "示例："), c.Example)
	}
	if c.HasAvailableSubCommands() {
		fmt.Fprintf(&b, "\n%s\n", a.say("Commands:", "命令："))
		for _, sub := range c.Commands() {
			if sub.IsAvailableCommand() {
				fmt.Fprintf(&b, "  %-*s %s\n", sub.NamePadding(), sub.Name(), sub.Short)
			}
		}
	}
	if c.HasAvailableFlags() {
		fmt.Fprintf(&b, "\n%s\n%s", a.say("Flags:", "选项："), c.Flags().FlagUsages())
	}
	if !c.HasParent() {
		fmt.Fprintf(&b, "\n%s\n", a.say(
			"Exit codes: 0 all well; 1 the edition has errors; 2 the input or the command line cannot be used; 130 interrupted.",
			"退出码：0 正常；1 版面有错误；2 输入或命令行无法使用；130 被中断。"))
	}
	_, _ = io.WriteString(c.OutOrStdout(), b.String()) // leave reports it
}

func (a *app) useLine(c *cobra.Command) string {
	if c.HasAvailableSubCommands() && strings.Count(c.Use, " ") == 0 {
		return c.CommandPath() + " COMMAND"
	}
	return strings.TrimSuffix(c.CommandPath(), c.Name()) + c.Use
}

// explain puts an error of the operating system into words.
func (a *app) explain(err error) string {
	p, ok := errors.AsType[*fs.PathError](err)
	if !ok {
		return err.Error()
	}
	return fmt.Sprintf(a.say("%s: %s", "%s：%s"), p.Path, a.reason(err))
}

func (a *app) reason(err error) string { return reasonOf(err).In(a.lang) }

// worded is a text in English and Chinese.
type worded [2]string

// In implements diag.Worded.
func (w worded) In(l diag.Lang) string { return w[l] }

// systemWords are the errors of the operating system that an editor can do something
// about.
var systemWords = [...]struct {
	err   error
	words worded
}{
	{syscall.ENOSPC, worded{"the disk is full: make room, or write to another one", "磁盘已满：请腾出空间，或写到别的磁盘"}},
	{syscall.EROFS, worded{"the disk is read-only: write to another one", "磁盘只读：请写到别的磁盘"}},
	{syscall.ENAMETOOLONG, worded{"the name is too long for this system: shorten it", "文件名过长：请改短"}},
	{syscall.EMFILE, worded{"too many files are open: close other programs, or raise the limit of the system", "打开的文件过多：请关闭其他程序，或提高系统上限"}},
	{syscall.EIO, worded{"the disk reports a fault: copy the folder elsewhere and try again", "磁盘报告故障：请把文件夹复制到别处再试"}},
	{syscall.EINVAL, worded{"the system does not take this name or place", "系统不接受这个名称或位置"}},
}

// reasonOf puts an error of the operating system into words.
func reasonOf(err error) worded {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return worded{"there is no such file or folder", "没有这个文件或文件夹"}
	case errors.Is(err, fs.ErrExist):
		return worded{"it exists already", "已经存在"}
	case errors.Is(err, fs.ErrPermission):
		return worded{"no permission", "没有权限"}
	case errors.Is(err, errFolder), errors.Is(err, syscall.EISDIR):
		return worded{"it is a folder", "这是一个文件夹"}
	case errors.Is(err, errNotFolder), errors.Is(err, syscall.ENOTDIR):
		return worded{"it is not a folder", "这不是文件夹"}
	}
	if e, ok := errors.AsType[*notThere](err); ok {
		return worded{"it is no issue folder; give " + e.folder, "这不是本期的文件夹；请指定 " + e.folder}
	}
	for _, s := range systemWords {
		if errors.Is(err, s.err) {
			return s.words
		}
	}
	if en, zh, ok := pdffile.Words(err); ok {
		return worded{en, zh}
	}
	return worded{cause(err).Error(), cause(err).Error()}
}

// refuse reports a file that cannot be read or written, as a problem at it.
func (a *app) refuse(w io.Writer, code diag.Code, path string, err error) error {
	list := diag.List{diag.New(code, diag.Pos{File: path}, a.reason(err))}
	if err := report.Problems(w, list, report.Options{Lang: a.lang}); err != nil {
		return err
	}
	return judge(list)
}

// folder opens an issue folder, or tells w why it cannot be read.
func (a *app) folder(w io.Writer, issue string) (*folder, error) {
	f, err := openFolder(issue)
	if err != nil {
		return nil, a.refuse(w, diag.Unreadable, issue, err)
	}
	return f, nil
}

// sticky remembers the first error of a writer, so that output lost on a full
// disk or a closed pipe ends the run with a code.
type sticky struct {
	w   io.Writer
	err error
}

func (s *sticky) Write(p []byte) (int, error) {
	if s.err != nil {
		return 0, s.err
	}
	n, err := s.w.Write(p)
	s.err = err
	return n, err
}

func (a *app) schemaCommand() *cobra.Command {
	return &cobra.Command{
		Use:               "schema",
		Short:             a.say("print the JSON schema of issue.yaml and of the front matter", "输出 issue.yaml 与稿件头部信息的 JSON Schema"),
		Args:              a.args(0, 0),
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE: func(*cobra.Command, []string) error {
			_, err := bytes.NewReader(manuscript.Schema()).WriteTo(a.stdout)
			return err
		},
	}
}
