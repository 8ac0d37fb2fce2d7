// Package workbench is the place at which pages are made in a browser: what the page
// of render/live shows can be taken hold of, and what is done becomes an edit of the
// manuscripts (layout/edit).
//
//	Gate  -- ServeHTTP  /edit/TOKEN/…    the page with the bench, for who has the token
//	                    /share/TOKEN/…   the page for reading, for colleagues
//	                    /…               the page for reading, on this machine alone
//	Bench -- Show       the newest setting of the issue
//	      -- Tell       what is wrong with it now, set or not
//	      -- ServeHTTP  below /edit/TOKEN/desk/:
//	                    state            what stands where, what can be undone (GET)
//	                    page/N           the lines of a page as text (GET)
//	                    fill             what a slot would hold at another place (POST)
//	                    try              how a story would fit with another text (POST)
//	                    plans            makes up a page in several ways to choose from (POST)
//	                    plan/N.png       the page as such a plan has it (GET)
//	                    plan             makes up a page and writes it down (POST)
//	                    room             what makes room for a slot or a story (POST)
//	                    put              a free place for a story on a page (POST)
//	                    picture          a picture uncropped (GET)
//	                    why              why something stands where it does (GET)
//	                    mark, remark     rings something, answers and settles (POST)
//	                    sign             signs a page (POST)
//	                    compare          has the pages compared with another version (POST)
//	                    do, undo, redo   edits (POST)
//	                    open             opens a place in the editor's own program (POST)
//	                    *.js, *.css      the modules of the browser's side
//
// Whatever changes something is a POST of JSON that must name this page as its
// origin; what cannot be done is answered with a reason in the editor's language, and
// a conflict with both versions. The package decides nothing about pages: what fits is
// asked of the desk of layout, what may be written of layout/edit.
package workbench
