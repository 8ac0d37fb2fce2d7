// Package report writes what happened: problems, counts and how much was set.
//
// Every sentence that more than one command prints to an editor stands here,
// in English and in Chinese; the words of the problems themselves stand in the
// catalogue of layout/diag.
//
//	page.Edition -- Extent   "2 pages, 27 stories, 16,310 characters"
//	diag.List    -- Tally    "1 error, 2 warnings, 14 notes"
//	             -- Problems one line a problem, advice once a kind
package report
