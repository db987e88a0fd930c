/** Colours and sizes of all pages. Contrast of text on its ground is at least 7:1, of coloured text at least 4.5:1 (WCAG 2). */
import type { ThemeConfig } from 'antd';

/** Pixels of ordinary text. */
const TEXT_SIZE = { normal: 15, large: 18 } as const;

const COLOURS = {
  primary: '#175a94',
  good: '#1c7440',
  warn: '#9a5200',
  bad: '#b0261c',
  quiet: '#53606c',
  text: '#16212b',
  ground: '#f2f5f7',
  line: '#d5dce2',
} as const;

export function themeOf(large: boolean): ThemeConfig {
  const fontSize = large ? TEXT_SIZE.large : TEXT_SIZE.normal;
  return {
    token: {
      colorPrimary: COLOURS.primary,
      colorLink: COLOURS.primary,
      colorSuccess: COLOURS.good,
      colorWarning: COLOURS.warn,
      colorError: COLOURS.bad,
      colorText: COLOURS.text,
      colorTextSecondary: COLOURS.quiet,
      colorTextDescription: COLOURS.quiet,
      colorTextPlaceholder: '#6b7783',
      colorBorder: '#b4bfc9',
      colorInfo: COLOURS.primary,
      colorInfoBg: '#e6eff7',
      colorInfoBorder: '#a9c7e2',
      colorWarningBg: '#fdf1df',
      colorWarningBorder: '#edc995',
      colorErrorBg: '#fbe9e7',
      colorErrorBorder: '#eeb3ad',
      colorSuccessBg: '#e5f3ea',
      colorSuccessBorder: '#a6d3b6',
      colorBgLayout: COLOURS.ground,
      borderRadius: 4,
      fontSize,
      controlHeight: large ? 42 : 34,
      fontFamily: "'Noto Sans SC Variable', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif",
      // Old machines: no animation between a key and its effect.
      motion: false,
    },
    components: { Form: { itemMarginBottom: large ? 18 : 14 } },
  };
}
