/** Chromium opens no path that is not ASCII where the locale says nothing of UTF-8, as it does for services and in containers. */
export function utf8Locale(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  // In the order in which C libraries look.
  const locale = [env['LC_ALL'], env['LC_CTYPE'], env['LANG']].find((value) => value !== undefined && value !== '');
  return /utf-?8/i.test(locale ?? '') ? env : { ...env, LC_ALL: 'C.UTF-8' };
}
