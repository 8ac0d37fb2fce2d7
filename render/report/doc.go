// Package report writes what happened: problems, counts, how much was set and
// how.
//
// Every sentence that more than one command prints to an editor stands here,
// in English and in Chinese; the words of the problems themselves stand in the
// catalogue of layout/diag.
//
//	page.Edition -- Extent   "2 pages, 27 stories, 16,310 characters"
//	diag.List    -- Tally    "1 error, 2 warnings, 14 notes"
//	             -- Problems one line a problem, advice once a kind
//	both         -- Build    a Report: slots, jumps, pictures, problems in their
//	                         places, the typographic record of every line
//	Report       -- WriteText  tables for a terminal
//	             -- WriteJSON  for scripts; the types of Report are its schema
//	             -- WriteHTML  one file for a browser, from the folder web
//
// The page for a browser is for editors who do not know the program: pages with
// overlays that can be switched, and lists whose entries lead to their place.
// It loads nothing and runs only its own script, by its content security
// policy. A server of live pages writes the same page with addresses of
// pictures in place of the pictures.
package report
