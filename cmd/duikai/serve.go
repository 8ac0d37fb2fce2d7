package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"duikai/fonts"
	"duikai/layout/diag"
	"duikai/layout/manuscript"
	"duikai/layout/page"
	"duikai/layout/planner"
	"duikai/render/live"
	"duikai/render/picture"
	"duikai/render/proof"
	"duikai/render/report"
)

type serveOptions struct {
	listen  string
	against string
	print   printing
}

func (a *app) serveCommand() *cobra.Command {
	var o serveOptions
	c := &cobra.Command{
		Use:   "serve ISSUE",
		Short: a.say("show the pages in a browser while they are edited", "在浏览器中实时显示版面"),
		Long: a.say(
			"Watch the issue folder ISSUE and show its report in a browser: whenever a file is\nsaved, the pages are set again and those that changed are replaced. When the issue\ncannot be read, the last good pages stay. The address is printed; only this machine\ncan reach it unless --listen says otherwise. --against compares with another issue\nfolder, the pictures of an earlier duikai proof, or any PDF (all its pages, from\npage 1), side by side or blinking.",
			"监视文件夹 ISSUE，在浏览器中显示排版报告：一存盘就重排，只更换有变化的版。\n稿件读不出时保留最近一次成功的版面。访问地址输出在屏幕上；除非用 --listen 指定，\n只有本机可以访问。--against 与另一期文件夹、先前的校样图片或任何 PDF（须从第 1 版\n起各版齐全）并排或闪烁对照。"),
		Example:           "  duikai serve 2026-11-23\n  duikai serve 2026-11-23 --listen 127.0.0.1:8000 --against first-proof",
		Args:              a.args(1, 1),
		ValidArgsFunction: onlyFolders,
		RunE: func(c *cobra.Command, args []string) error {
			var err error
			if o.print, err = a.standard(c.Flags()); err != nil {
				return err
			}
			return a.serve(c.Context(), args[0], o)
		},
	}
	a.standardFlag(c)
	c.Flags().StringVar(&o.listen, "listen", "127.0.0.1:0", a.say("`ADDRESS` to listen at; port 0 takes a free one", "监听地址 `ADDRESS`；端口 0 为任意空闲端口"))
	c.Flags().StringVar(&o.against, "against", "", a.say("compare with another issue folder, the folder of an earlier duikai proof, or a PDF: `DIR|FILE.pdf`", "与另一期文件夹、先前 duikai proof 输出的文件夹或 PDF 对照：`DIR|FILE.pdf`"))
	must(c.RegisterFlagCompletionFunc("listen", cobra.NoFileCompletions))
	must(c.MarkFlagFilename("against", "pdf"))
	return c
}

// desk sets one issue again and again.
type desk struct {
	painter  picture.Painter // nil: advertisements are grey
	folder   *folder
	opened   int // folder.times of what is kept below
	print    printing
	glyphs   *proof.Glyphs
	press    presses
	shelf    picture.Shelf
	pictures *picture.Store
	stamps   string // of the pictures that the store holds
	fonts    string // stamps of the faces below
	own      map[fonts.Role][]*fonts.Face
	plans    *planner.Memory // made with these faces
	problems diag.List       // of the faces
	good     live.State
}

func newDesk(f *folder, print printing) *desk {
	return &desk{folder: f, print: print, glyphs: new(proof.Glyphs), plans: new(planner.Memory)}
}

// stamp tells one state of a file of the issue from another.
func (d *desk) stamp(file string) string {
	fi, err := fs.Stat(d.folder.fs(), file)
	if err != nil {
		return "none"
	}
	return stampOf(fi)
}

// faces opens the issue's own faces once for as long as their files stay the
// same: glyphs are kept by face.
func (d *desk) faces(fsys fs.FS, files []manuscript.FontFiles) (map[fonts.Role][]*fonts.Face, diag.List) {
	var now strings.Builder
	for _, ff := range files {
		for _, file := range ff.Files {
			fmt.Fprintln(&now, ff.Role, file, d.stamp(file.Path))
		}
	}
	if now.String() != d.fonts {
		d.own, d.problems = ownFaces(fsys, files)
		d.fonts, d.glyphs = now.String(), new(proof.Glyphs)
		d.plans.Forget()
	}
	return d.own, d.problems
}

// set makes the state that is shown now. When nothing can be set, it is the
// last good edition with the problems of now.
func (d *desk) set(ctx context.Context) (live.State, result, error) {
	if err := d.folder.follow(); err != nil {
		r := result{problems: diag.List{diag.New(diag.Unreadable, diag.Pos{}, reasonOf(err))}}
		st := d.good
		st.Broken, st.Problems, st.Places = st.Edition != nil, r.problems, placesOf(st.Edition, r.problems)
		return st, r, nil
	}
	if n := d.folder.times(); n != d.opened { // what was read of the one before is not read again
		d.opened, d.stamps, d.fonts = n, "", ""
	}
	j := job{fsys: d.folder.fs(), draft: true, keep: true, at: func(stage) {}, own: d.faces, press: &d.press, shelf: &d.shelf, print: d.print, painter: d.painter, plan: planner.Options{Memory: d.plans}}
	r, err := await(ctx, j)
	if err != nil {
		return live.State{}, r, err
	}
	if r.unusable() || r.edition == nil || len(r.edition.Pages) == 0 {
		st := d.good
		st.Broken = st.Edition != nil
		st.Problems, st.Places = r.problems, placesOf(st.Edition, r.problems)
		return st, r, nil
	}
	d.refreshPictures(r)
	s := &shots{d.pictures, d.glyphs, r.faces.Chain(fonts.Hei)}
	d.good = live.State{Edition: r.edition, Problems: r.problems, Places: placesOf(r.edition, r.problems), Draw: s.page, Stamp: d.stamp}
	return d.good, r, nil
}

// refreshPictures takes the store of the last setting, as its pictures will
// print, when a picture's file or the press has changed.
func (d *desk) refreshPictures(r result) {
	var now strings.Builder
	fmt.Fprintf(&now, "%x\n", sha256.Sum256(r.profile))
	for _, p := range r.edition.Pages {
		for _, it := range p.Items {
			switch it := it.(type) {
			case *page.Picture:
				fmt.Fprintln(&now, it.File, d.stamp(it.File))
			case *page.Block:
				fmt.Fprintln(&now, it.File, d.stamp(it.File))
			}
		}
	}
	if now.String() != d.stamps {
		d.pictures, d.stamps = r.pictures, now.String()
	}
}

// listen opens the port. An address without a host means this machine.
func (a *app) listen(address string) (net.Listener, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, fmt.Errorf(a.say("--listen takes an address such as 127.0.0.1:8000, not %q", "--listen 应为 127.0.0.1:8000 这样的地址，而非 %q"), address)
	}
	if host == "" {
		host = "127.0.0.1"
	}
	l, err := net.Listen("tcp", net.JoinHostPort(host, port))
	if err != nil {
		return nil, err
	}
	if at, ok := l.Addr().(*net.TCPAddr); ok && !at.IP.IsLoopback() {
		a.complain(a.say("warning: everybody who reaches this machine can read the edition", "警告：能访问本机的人都能看到版面"))
	}
	return l, nil
}

// Limits of the server's connections.
const (
	headerTime = 10 * time.Second
	idleTime   = 2 * time.Minute
	endTime    = 2 * time.Second // for answers under way when the run ends
)

func (a *app) serve(ctx context.Context, issue string, o serveOptions) error {
	f, err := openFolder(issue)
	if err != nil {
		return a.refuse(a.stderr, diag.Unreadable, issue, err)
	}
	defer f.close()
	before, closeBefore, err := a.against(ctx, o)
	if err != nil {
		return err
	}
	defer closeBefore()
	l, err := a.listen(o.listen)
	if err != nil {
		return err
	}
	server := live.New(live.Options{Lang: a.lang, DPI: proof.DefaultDPI, Before: before})
	web := &http.Server{Handler: server, ReadHeaderTimeout: headerTime, IdleTimeout: idleTime, MaxHeaderBytes: 16 << 10}
	ended := make(chan error, 1)
	go func() { ended <- web.Serve(l) }()
	defer func() {
		server.Close()
		wait, cancel := context.WithTimeout(context.WithoutCancel(ctx), endTime)
		defer cancel()
		if web.Shutdown(wait) != nil {
			_ = web.Close()
		}
	}()
	if _, err := fmt.Fprintf(a.stdout, "http://%s/\n", l.Addr()); err != nil {
		return err
	}

	ctx, stop := context.WithCancel(ctx)
	changes := watch(ctx, f)
	defer func() {
		stop()
		for range changes { // until nothing is held open any more
		}
	}()
	d := newDesk(f, o.print)
	d.painter = a.painter()
	for {
		if err := a.publish(ctx, server, d); err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case err := <-ended:
			return err
		case <-changes:
		}
	}
}

// publish sets the issue and shows it.
func (a *app) publish(ctx context.Context, server *live.Server, d *desk) error {
	start := time.Now()
	st, r, err := d.set(ctx)
	if err != nil {
		return err
	}
	if server.Publish(st) {
		out := report.Outcome{Edition: r.edition, Problems: r.problems}
		fmt.Fprintf(a.stderr, "%s  %s (%d ms)\n", start.Format(time.TimeOnly), out.Checked(report.Options{Lang: a.lang, Dir: d.folder.name, Notes: true}), time.Since(start).Milliseconds())
	}
	return nil
}

// against sets the issue to compare with; nil without one.
func (a *app) against(ctx context.Context, o serveOptions) (*live.State, func(), error) {
	dir := o.against
	if dir == "" {
		return nil, func() {}, nil
	}
	if isFile(dir) {
		st, err := earlierPDF(dir, a.painter())
		if err != nil {
			return nil, nil, a.refuse(a.stderr, diag.Unreadable, dir, err)
		}
		return st, func() {}, nil
	}
	f, err := openFolder(dir)
	if err != nil {
		return nil, nil, a.refuse(a.stderr, diag.Unreadable, dir, err)
	}
	done := func() { _ = f.close() }
	if _, err := fs.Stat(f.fs(), issueFile); errors.Is(err, fs.ErrNotExist) {
		if st := earlierProofs(f.fs()); st != nil {
			return st, done, nil
		}
	}
	d := newDesk(f, o.print)
	d.painter = a.painter()
	st, r, err := d.set(ctx)
	if err == nil && st.Edition == nil {
		err = report.Problems(a.stderr, r.problems, report.Options{Lang: a.lang, Dir: f.name})
		if err == nil {
			err = verdict(exitUnusable)
		}
	}
	if err != nil {
		done()
		return nil, nil, err
	}
	return &st, done, nil
}
