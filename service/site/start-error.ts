/** What a person is told when the program does not start: one sentence, the same in every host. */
import { ApiError } from '../../shared/api/errors.ts';
import { asApiError } from '../../store/file/api-errors.ts';

/** What the system says of the page's own address on this machine. */
const LINE_TROUBLES: Readonly<Record<string, string>> = {
  EADDRINUSE: '本机 127.0.0.1 上没有空闲的端口',
  EADDRNOTAVAIL: '本机没有 127.0.0.1 这个地址，请检查本机的网络设置',
  EACCES: '系统不让程序在本机 127.0.0.1 上打开端口',
  EPERM: '系统不让程序在本机 127.0.0.1 上打开端口',
};

/** A Chinese sentence that names the file, folder or address; an unforeseen failure is told in the system's words. */
export function startErrorText(error: unknown): string {
  const { code, syscall, message } = error as NodeJS.ErrnoException;
  if (!(error instanceof ApiError) && syscall === 'listen')
    return `没有启动：${LINE_TROUBLES[code ?? ''] ?? `本机 127.0.0.1 上打不开端口（${code ?? ''}）`}。`;
  const known = error instanceof ApiError ? error : asApiError(error);
  return known?.message ?? `没有启动：${message.replaceAll('\n', ' ')}`;
}
