// Package epaper reads mirrors of e-papers (数字报): trees of static pages, one
// for each page of the paper with a map of its stories, and one for each story.
//
//	tree --find--> page files, by their names
//	     --glance--> paper, day and page of each, for the keys
//	     --page--> label, section, links in order, polygons, the list of pages
//	     --article--> heads, author, text, pictures of each link
//	     --copydesk--> heads parted, authors and jumps where they belong
//
// The static tree of Founder's system, old and new, is what hundreds of papers
// have; its marks are comments in the pages (enpproperty, enpcontent). Sites
// that are no such tree give JSON with the same things under many names.
// Nothing is followed but from a page to its stories and their pictures, so
// links cannot go in circles.
package epaper
