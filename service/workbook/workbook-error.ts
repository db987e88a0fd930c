/** What may be wrong with a file to import: one code and one sentence with a way out for each. */
const WORKBOOK_PROBLEMS = {
  empty: '文件是空的',
  'too-big': '文件超过 20 MB，请分成几个文件再导入',
  'too-many-rows': '表格超过 20000 行，请分成几个文件再导入',
  'too-many-columns': '表格超过 200 列，请删去用不到的列再导入',
  'unpacks-too-big': '文件解开后过大，不像正常的表格，没有导入',
  'took-too-much': '读这个文件要用的内存或时间太多，没有导入；请把要交的表复制到一个新文件里再导入',
  encrypted: '文件设了打开密码，请去掉密码后另存再导入',
  locked: '文件被单位的加密软件锁住了，请解密后再导入',
  archive: '这是压缩包，请先解压，再导入里面的表格',
  'save-as': '这种表格读不了，请在 Excel 或 WPS 里打开，“另存为”.xlsx 再导入',
  'not-workbook': '这不是表格文件，请导入 .xlsx、.xls、.xlsb、.ods 或 .csv',
  'no-table': '表里没有找到“姓名”“事项”这样的表头，也没有认出办件的行，请核对文件',
  frames: '这是网页的外框，表格在同名的“.files”文件夹里，没有一起来；请在 Excel 或 WPS 里打开它，“另存为”.xlsx 再导入',
  'cut-off': '表格文件已损坏：后面一段没有了，可能没有传完或没有拷完，请重新传一份再导入',
  'damaged-part': '表格文件已损坏：里面有一段和保存时不一样了，可能没有传好或没有拷好，请重新传一份再导入',
  'not-all-read': '表里有几行没能读出来，没有导入；请在 Excel 或 WPS 里另存为 .xlsx 再导入',
  'sheet-missing': '文件里缺这张工作表的内容，没有导入；请在 Excel 或 WPS 里打开看看，另存一份再导入',
  broken: '表格文件已损坏，打不开，请重新保存一份再导入',
  encoding: '文件的文字编码认不出来，请另存为 .xlsx 或 UTF-8 的 .csv 再导入',
} as const;

export type WorkbookErrorCode = keyof typeof WORKBOOK_PROBLEMS;

/** What a problem is about: `what` names the kind of file, `sheet` the sheet of several, each where it is known. */
export interface ProblemSubject {
  readonly what?: string | undefined;
  readonly sheet?: string | undefined;
}

/** Thrown by the readers; nothing has been changed when it is. */
export class WorkbookError extends Error {
  readonly code: WorkbookErrorCode;
  readonly subject: ProblemSubject;

  constructor(code: WorkbookErrorCode, { what, sheet, ...options }: ErrorOptions & ProblemSubject = {}) {
    const about = (what === undefined ? '' : `这是${what}。`) + (sheet === undefined ? '' : `工作表“${sheet}”：`);
    super(about + WORKBOOK_PROBLEMS[code], options);
    this.name = 'WorkbookError';
    this.code = code;
    this.subject = { what, sheet };
  }
}
