// What editors read, in Chinese and English. Forms with {…} take values.
const table = {
  bench: ['拼版', 'Make-up'], undo: ['撤销', 'Undo'], redo: ['重做', 'Redo'], slots: ['版位', 'Slots'], text: ['文字', 'Text'], textOf: ['第 {n} 版的文字', 'Text of page {n}'],
  facing: ['双版', 'Facing'], facingTitle: ['对页并排', 'facing pages side by side'],
  toolSlots: ['选择、移动、缩放版位', 'select, move and size slots'], toolText: ['选取文字，点行看出处', 'select text, click a line for its source'],
  nothing: ['点版面上的版位来选取；方向键移动，Shift＋方向键改大小。', 'Click a slot on the page to select it; arrows move it, Shift+arrows size it.'],
  place: ['位置', 'Place'], col: ['栏', 'Column'], row: ['行', 'Row'], cols: ['宽（栏）', 'Columns wide'], rows: ['高（行）', 'Rows high'],
  columns: ['分栏', 'Text columns'], box: ['加框', 'Box'], tint: ['底纹', 'Tint'], head: ['标题位置', 'Head'], headSize: ['标题字号', 'Head size'], headTracking: ['标题字距 %', 'Tracking %'], initial: ['首字下沉', 'Initial'],
  weight: ['分量', 'Weight'], style: ['文字样式', 'Text style'], auto: ['（默认）', '(default)'], focus: ['焦点', 'Focus'], cropField: ['裁切：拖动画框，或用方向键', 'Crop: drag the frame, or use the arrow keys'],
  swap: ['对调', 'Swap with'], out: ['移出版面', 'Out to the tray'], fit: ['改为合适的高度', 'Fit the height'],
  pin: ['固定在此', 'Pin here'], found: ['由程序安排', 'placed by the program'], editText: ['编辑全文', 'Edit the story'], editHead: ['改标题', 'Edit the head'], editWords: ['改{k}', 'Edit the {k}'], before: ['上一段', 'the words before'], behind: ['下一段', 'the words behind'], source: ['出处', 'Source'], openIn: ['在编辑器中打开', 'Open in the editor'],
  edit: ['修改', 'Edit'], notHere: ['这些字写在 {src}，请改文件', 'these words stand in {src}: edit the file'], save: ['保存', 'Save'], cancel: ['取消', 'Cancel'], close: ['关闭', 'Close'],
  unpin: ['交给程序安排', 'Let the program place it'], why: ['为何在此', 'Why here'], makeup: ['第 {n} 版组版', 'Make-up of page {n}'], foundOn: ['由程序安排的版位：{n}', 'slots placed by the program: {n}'],
  writePlan: ['把安排写进文件', 'Write the plan down'], another: ['另选方案…', 'Other plans…'], nearby: ['就近重排', 'Plan again, move little'], plan: ['组版', 'plan'],
  planning: ['正在组版……', 'planning …'], variants: ['第 {n} 版：选一个方案', 'Page {n}: choose a plan'], plan_n: ['方案 {n}', 'Plan {n}'],
  planWhite: ['余白 {n} 行', 'white lines: {n}'], planCost: ['代价 {n}', 'cost {n}'], planMoved: ['移动 {n} 处：{list}', 'moves {n}: {list}'], planStays: ['不移动', 'nothing moves'], and: ['、', ', '],
  planJump: ['转版：{j}', 'goes on: {j}'], planHeld: ['缓发：{h}', 'held over: {h}'], planCut: ['可删：{c}', 'could be cut: {c}'],
  late: ['晚到的稿件 {s}：尽量少动', 'Late story {s}: as little as possible moves'], putLate: ['少动排入…', 'Fit in…'], putLateTitle: ['让本版尽量少动，把这篇稿件排进去', 'puts it on the page and moves as little as possible'],
  room: ['怎样腾地方', 'What makes room'], noWay: ['没有找到办法：请加大版位、删短或撤稿。', 'Nothing was found: enlarge the slot, shorten or take out.'], byHand: ['文字中有标记，请在全文中改', 'marks stand in the text: edit the story'],
  wayCut: ['删 {n} 字：“{t}”', 'cut {n} characters: “{t}”'], wayJump: ['余下的转第 {p} 版（该版有空位）', 'the rest goes on on page {p}, which has room'], wayOut: ['换下《{t}》（空 {n} 行）', 'in the place of “{t}” (white rows: {n})'],
  take_cut: ['删去', 'Cut'], take_jump: ['转版', 'Let it go on'], take_out: ['换下', 'Put in its place'], cut: ['删稿', 'cut'], jump: ['转版', 'jump'],
  tray: ['待排稿件', 'Stories without a place'], trayEmpty: ['没有待排的稿件。', 'Every story has a place.'], putOn: ['放到第 {n} 版', 'Put on page {n}'], chars: ['{n} 字', '{n} characters'],
  noRoom: ['第 {n} 版没有放得下的空处', 'page {n} has no room for it'],
  history: ['操作记录', 'What was done'], historyEmpty: ['还没有操作。', 'Nothing yet.'],
  overlap: ['压住别的版位时', 'Where slots would overlap'], push: ['向下推开', 'push them down'], refuse: ['不移动', 'refuse'],
  full: ['正好', 'fits'], white: ['空 {n} 行', 'white rows: {n}'], over: ['多 {n} 行（{c} 字）', 'rows over: {n} ({c} characters)'], goes: ['多 {c} 字，转第 {p} 版', '{c} characters go on to page {p}'],
  headAt: ['主题 {n} 点', 'head {n} pt'], failed: ['标题或图片放不下', 'the head or a picture has no room'], cropRows: ['不裁切为 {n} 行', 'uncropped {n} rows'],
  cannotPush: ['推开后会超出版面', 'they would be pushed off the page'],
  conflict: ['文件已被别处改动', 'The file was changed elsewhere'], yours: ['您的改动', 'Yours'], theirs: ['文件里现在是', 'The file now says'], keepTheirs: ['保留文件里的', 'Keep the file'], useMine: ['改用我的', 'Use mine'], gone: ['（没有了）', '(gone)'],
  saved: ['已存入文件', 'saved'], undone: ['已撤销', 'undone'], redone: ['已重做', 'done again'], lost: ['没有连上服务', 'the server does not answer'], same: ['没有变化', 'nothing changed'],
  countOver: ['第 {p} 版：多 {n} 行（{c} 字）', 'page {p}: rows over: {n} ({c} characters)'], countWhite: ['第 {p} 版：空 {n} 行', 'page {p}: white rows: {n}'], countFull: ['第 {p} 版：正好', 'page {p}: fits'],
  hintText: ['Ctrl＋Enter 保存，Esc 取消', 'Ctrl+Enter saves, Esc cancels'], fixIt: ['改正', 'Fix'], fixMaybe: ['也许应为', 'Perhaps'],
  keyMove: ['移动版位', 'move the slot'], keySize: ['改版位大小', 'size the slot'], keyHead: ['改标题、图片说明、短讯', 'edit the head, the caption, the notice'], keyWalk: ['改字时：到上一段、下一段', 'in a window for words: those before, behind'], keyPanel: ['到所选版位的各项设置，Esc 回到版位', 'to what the slot has, Esc leads back'], keyLines: ['逐行走文字，看出处；Enter 修改，o 在编辑器中打开', 'line by line through the text, with its source; Enter edits, o opens it in the editor'], keyOut: ['移出版面', 'take the slot out'], keyUndo: ['撤销、重做', 'undo, redo'], keyCancel: ['取消，取消选取', 'cancel, select nothing'], keySave: ['改字时：保存', 'in a window for words: save'],
  at: ['第 {p} 版，第 {c} 栏第 {r} 行，宽 {w} 栏，高 {h} 行', 'page {p}, column {c}, row {r}, {w} columns wide, {h} rows high'],
  working: ['{n} 在第 {p} 版', '{n} is on page {p}'], someone: ['同事', 'a colleague'], story: ['稿件', 'Story'],
  none: ['无', 'none'], line: ['正线', 'line'], double: ['双线', 'double'], bold: ['反线', 'bold'], wenwu: ['文武线', 'thick and thin'], ornament: ['花边', 'ornament'], mourning: ['黑框', 'mourning'],
  across: ['横题', 'across'], left: ['左', 'left'], 'vertical-left': ['竖题居左', 'vertical, left'], 'vertical-right': ['竖题居右', 'vertical, right'],
  kicker: ['引题', 'kicker'], headline: ['主题', 'headline'], deck: ['副题', 'deck'], summary: ['提要', 'summary'], byline: ['署名', 'byline'], column: ['栏目', 'column'], note: ['按语', 'note'], short: ['短题', 'short head'],
  body: ['正文', 'text'], caption: ['图片说明', 'caption'], credit: ['摄影', 'credit'], title: ['标题', 'title'],
  picture: ['图片', 'picture'], pictures: ['图组', 'pictures'], ad: ['广告', 'advertisement'], nameplate: ['报头', 'nameplate'], digest: ['导读', 'digest'], notice: ['短讯', 'notice'],
  move: ['移动', 'move'], resize: ['改大小', 'size'], set: ['改版位', 'change'], form: ['形式', 'Form'], asMany: ['随宽度', 'as wide'], text_: ['改字', 'words'], add: ['放上版面', 'put on a page'], drop: ['移出版面', 'taken out'], swap_: ['对调', 'swap'], pin_: ['固定', 'pin'], fix: ['改正', 'fix'],
};
const lang = document.documentElement.lang.startsWith('zh') ? 0 : 1;

// learn adds words of a module.
export const learn = words => { Object.assign(table, words); };
// word is a text of the page's language with its values put in.
export function word(key, values = {}) {
  const forms = table[key];
  const text = forms ? forms[lang] : key;
  return text.replace(/\{(\w+)\}/g, (all, name) => name in values ? values[name] : all);
}
// deed is what an action of the journal is called.
export const deed = name => word(table[name + '_'] ? name + '_' : name);
// when is a time, of milliseconds or as Go writes it, in few words.
export const when = t => new Date(t).toLocaleString(document.documentElement.lang, { month: 'numeric', day: 'numeric', hour: '2-digit', minute: '2-digit' });
