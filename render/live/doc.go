// Package live serves an edition to a browser while it is being written: the
// page of render/report, kept up to date.
//
//	Server -- Publish   a new state of the edition; whoever looks is told
//	       -- Call      whoever looks is told that who is there has changed
//	       -- ServeHTTP /                        the page
//	                    /style.css, /script.js,  its files
//	                    /renew.js
//	                    /events                  server-sent events, one a state
//	                    /page/HASH.png           a page's picture
//	                    /part/HASH/X/Y/W/H.png   a part of it: what has changed
//	                    /tile/HASH/DPI/X/Y.png   a part of it, finer
//	                    /line/VERSION/N.png      one of the worst lines
//	                    /changes/WAS/NOW.txt     where a page differs from the other version
//
// Every address stands for something the server drew itself: no path of the
// disk is ever served. Pictures are named by what they show, so that a browser
// keeps those that stay the same and asks only for pages that changed; the
// server keeps what it has drawn in a bounded cache. Nothing can be changed
// through it: it answers GET and HEAD alone, and only to requests that name
// the host they reached, so that a page from elsewhere cannot read the edition
// under a name of its own (DNS rebinding).
package live
