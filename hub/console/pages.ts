/** The console's page, or a sentence that says how to build it. */
import { type PageFile, pageFile } from '../../pages/page-files.ts';

const NOT_BUILT = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>便民通</title>
<p>县级页面还没有生成。请在程序文件夹里运行 npm run build,再刷新本页。</p></html>`;

export async function consolePage(root: string, nonce: string): Promise<PageFile & { readonly status: number }> {
  const built = await pageFile(root, '/county.html', nonce);
  return built === null
    ? { status: 503, type: 'text/html; charset=utf-8', body: Buffer.from(NOT_BUILT) }
    : { status: 200, ...built };
}
