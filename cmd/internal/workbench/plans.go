package workbench

import (
	"bytes"
	"maps"
	"net/http"
	"strconv"
	"strings"

	"duikai/layout/edit"
)

// PlanWish says how a page is to be made up.
type PlanWish struct {
	Page  int  `json:"page"`
	Again bool `json:"again"` // what the program found before is sought anew
	// Loose lets what an editor has placed on the page move too.
	Loose bool   `json:"loose"`
	Keep  int    `json:"keep"`  // percent: how near to where it stands
	Story string `json:"story"` // to be placed on the page besides; empty: none
}

// Planned is issue.yaml as it is, and with a plan of a page.
type Planned struct {
	Was, Now []byte
	Picture  []byte // of the page as it would be, PNG
	Plan     PlanWords
}

// PlanWords tell of a plan.
type PlanWords struct {
	White int      `json:"white"` // lines
	Cost  string   `json:"cost"`
	Held  []string `json:"held"`
	Moved []string `json:"moved"` // what stands elsewhere than now
	Jumps []string `json:"jumps"`
	Cuts  []string `json:"cuts"`
}

// mostPlans is how many plans are told apart.
const mostPlans = 3

// choice is a plan that an editor may choose.
type choice struct {
	Planned
	wish PlanWish
}

// planAsked is what a browser sends of a plan.
type planAsked struct {
	PlanWish
	Me     string `json:"me"`
	Who    string `json:"who"`
	Choice string `json:"choice"` // a plan that was shown
}

// planWish reads how a page is to be made up, and whether its sender may.
func (b *Bench) planWish(body []byte) (sent planAsked, err error) {
	if sent, err = read[planAsked](body); err != nil {
		return sent, err
	}
	if sent.Story != "" {
		if _, err := b.file(sent.Story); err != nil {
			return sent, err
		}
	}
	sent.Keep = min(max(sent.Keep, 0), 100)
	return sent, b.here.allowed(sent.Me, []int{sent.Page})
}

// plans makes up a page in several ways, to be chosen from. What is shown is what will
// be written.
func (b *Bench) plans(r *http.Request, body []byte) (any, error) {
	sent, err := b.planWish(body)
	if err != nil {
		return nil, err
	}
	list, err := b.o.Plan(r.Context(), sent.PlanWish, mostPlans)
	if err != nil {
		return nil, err
	}
	type offer struct {
		PlanWords
		Choice string `json:"choice"`
	}
	out := []offer{}
	b.mu.Lock()
	defer b.mu.Unlock()
	maps.DeleteFunc(b.choices, func(_ string, c choice) bool { return c.wish.Page == sent.Page })
	for _, p := range list {
		if bytes.Equal(p.Was, p.Now) {
			continue
		}
		b.chosen++
		key := strconv.Itoa(b.chosen)
		b.choices[key] = choice{p, sent.PlanWish}
		out = append(out, offer{p.Plan, key})
	}
	if len(out) == 0 {
		return nil, &edit.Refused{Why: edit.NoPlan, What: strconv.Itoa(sent.Page)}
	}
	return out, nil
}

// planPicture answers with the picture of a plan that was shown.
func (b *Bench) planPicture(w http.ResponseWriter, r *http.Request, name string) {
	b.mu.Lock()
	c, known := b.choices[strings.TrimSuffix(name, ".png")]
	b.mu.Unlock()
	if !known || len(c.Picture) == 0 {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "image/png")
	_, _ = w.Write(c.Picture) // the browser may have gone
}

// plan writes a plan of a page: one that was chosen, or the first.
func (b *Bench) plan(r *http.Request, body []byte) (any, error) {
	sent, err := b.planWish(body)
	if err != nil {
		return nil, err
	}
	var p Planned
	if sent.Choice != "" {
		b.mu.Lock()
		c, known := b.choices[sent.Choice]
		b.mu.Unlock()
		if !known || c.wish.Page != sent.Page {
			return nil, &edit.Refused{Why: edit.NoPlan, What: strconv.Itoa(sent.Page)}
		}
		p, sent.Story = c.Planned, c.wish.Story
	} else if list, err := b.o.Plan(r.Context(), sent.PlanWish, 1); err != nil {
		return nil, err
	} else if len(list) > 0 {
		p = list[0]
	}
	number := strconv.Itoa(sent.Page)
	if bytes.Equal(p.Was, p.Now) {
		return nil, &edit.Refused{Why: edit.NoPlan, What: number}
	}
	if err := b.here.allowed(sent.Me, []int{sent.Page}); err != nil { // planning takes its time
		return nil, err
	}
	a := edit.Action{Do: "plan", What: strings.TrimSpace(number + " " + sent.Story), Who: sent.Who, Pages: []int{sent.Page}, Issue: &edit.IssueEdit{Was: edit.Sum(p.Was), Text: string(p.Now)}}
	changed, err := b.o.Session.Do(&a, nil)
	return b.done(changed, err)
}
