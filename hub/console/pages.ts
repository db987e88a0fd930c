/** The console's page, or a sentence that says how to build it. */
import { type PageFile, pageFile } from '../../pages/page-files.ts';

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** A page that says one sentence. */
export const sentencePage = (sentence: string): PageFile => ({
  type: 'text/html; charset=utf-8',
  body: Buffer.from(
    `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>便民通</title>\n<p>${escaped(sentence)}</p></html>`,
  ),
});

const NOT_BUILT = '县级页面还没有生成。请在程序文件夹里运行 npm run build，再刷新本页。';

export async function consolePage(root: string, nonce: string): Promise<PageFile & { readonly status: number }> {
  const built = await pageFile(root, '/county.html', nonce);
  return built === null ? { status: 503, ...sentencePage(NOT_BUILT) } : { status: 200, ...built };
}
