package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"duikai/render"
	"duikai/render/pdfx"
)

func (a *app) printingFlags(c *cobra.Command) {
	a.standardFlag(c)
	c.Flags().Bool("marks", false, a.say("add crop, fold and register marks, a colour bar and a slug line", "加印裁切线、折页线、套准线、色标和版面说明"))
	c.Flags().Bool("reading", false, a.say("write a copy for the screen, with links and bookmarks", "输出供屏幕阅读的文件，带链接和书签"))
}

// standardFlag is taken by every command that judges an edition: a profile or
// an advertisement may be good for one standard and not for another.
func (a *app) standardFlag(c *cobra.Command) {
	c.Flags().String("standard", pdfx.Names()[0], a.say("the `STANDARD` of the file: x1a (PDF/X-1a:2003), x4 (PDF/X-4) or none", "文件标准 `STANDARD`：x1a（PDF/X-1a:2003）、x4（PDF/X-4）或 none"))
	a.adsFlag(c, new(string))
	must(c.RegisterFlagCompletionFunc("standard", cobra.FixedCompletions(pdfx.Names(), cobra.ShellCompDirectiveNoFileComp)))
}

// standardWord is the word of a flag for a standard that is written as its makers do:
// x4 for PDF/X-4.
func standardWord(s string) string {
	return strings.NewReplacer("pdf/", "", "-", "", " ", "", "1a:2003", "1a").Replace(strings.ToLower(s))
}

// standard reads the flag.
func (a *app) standard(flags *pflag.FlagSet) (p render.Printing, err error) {
	name, err := flags.GetString("standard")
	ads, err2 := flags.GetString("ads")
	if err := errors.Join(err, err2); err != nil {
		return p, err
	}
	if p.KeepAds, err = a.keepAds(ads); err != nil {
		return p, err
	}
	var ok bool
	if p.Standard, ok = pdfx.ParseStandard(standardWord(name)); !ok {
		return p, fmt.Errorf(a.say("--standard takes x1a, x4 or none, not %q", "--standard 应为 x1a、x4 或 none，而非 %q"), name)
	}
	return p, nil
}

// adChoices are the values of --ads.
var adChoices = [...]string{"convert", "keep"}

func (a *app) adsFlag(c *cobra.Command, to *string) {
	c.Flags().StringVar(to, "ads", adChoices[0], a.say("what becomes of advertisements in the colours of a screen: `CHOICE` convert, to the press's inks, or keep", "使用屏幕颜色的广告如何处理 `CHOICE`：convert 按印刷油墨分色，keep 保持原样"))
	must(c.RegisterFlagCompletionFunc("ads", cobra.FixedCompletions(adChoices[:], cobra.ShellCompDirectiveNoFileComp)))
}

// keepAds reads a value of --ads.
func (a *app) keepAds(choice string) (bool, error) {
	if !slices.Contains(adChoices[:], choice) {
		return false, fmt.Errorf(a.say("--ads takes convert or keep, not %q", "--ads 应为 convert 或 keep，而非 %q"), choice)
	}
	return choice == adChoices[1], nil
}

// printing reads the flags.
func (a *app) printing(flags *pflag.FlagSet) (p render.Printing, err error) {
	p, err = a.standard(flags)
	marks, err2 := flags.GetBool("marks")
	reading, err3 := flags.GetBool("reading")
	if err := errors.Join(err, err2, err3); err != nil {
		return p, err
	}
	p.Marks, p.ForScreen = marks, reading
	if reading {
		if marks || flags.Changed("standard") && p.Standard != pdfx.Plain {
			return p, errors.New(a.say("--reading is a copy for the screen: it takes no marks and no PDF/X", "--reading 输出供屏幕阅读的文件，不能与 --marks 或 PDF/X 标准同用"))
		}
		p.Standard = pdfx.Plain
	}
	return p, nil
}
