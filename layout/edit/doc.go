// Package edit changes the files of an issue for who works at its pages: a slot
// that is moved, a line of a head, a paragraph.
//
//	Session -- Do      an Action becomes other bytes of issue.yaml or of stories
//	        -- Undo    the bytes that were there before, and Redo
//
// Plain files stay the truth, and others write them too. So an action says what its
// editor saw (Was), and is refused with both versions where a file no longer says
// so; what an action does not name stays to the byte (manuscript.ChangeSlots). Before
// a file is written the action stands in the journal, one line of JSON for each, in
// .duikai/journal of the folder: a session that ended in the middle of a write is
// completed by the next one, and what was done is undone after a restart as before.
// An action is undone where the file still has what it wrote, even if others changed
// the file elsewhere meanwhile.
//
// Several sessions may edit a folder, those of other programs too: who writes keeps the
// others out (Folder.Lock) and reads first what they did. What is undone is what was done
// last, whoever did it.
//
// The package knows manuscripts and nothing of pages, browsers or disks; a Folder
// reads and writes for it.
package edit
