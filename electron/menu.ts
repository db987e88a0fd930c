/** The menu, as data. Only what people need: no reload or developer tools in the finished program. */
import type { MenuItemConstructorOptions } from 'electron';

export function menuTemplate(openWindow: () => void): MenuItemConstructorOptions[] {
  return [
    {
      label: '便民通',
      submenu: [
        { label: '新窗口', accelerator: 'CmdOrCtrl+N', click: openWindow },
        { type: 'separator' },
        { label: '退出', role: 'quit' },
      ],
    },
    {
      label: '编辑',
      submenu: [
        { label: '撤销', role: 'undo' },
        { label: '重做', role: 'redo' },
        { type: 'separator' },
        { label: '剪切', role: 'cut' },
        { label: '复制', role: 'copy' },
        { label: '粘贴', role: 'paste' },
        { label: '全选', role: 'selectAll' },
      ],
    },
    {
      label: '显示',
      submenu: [
        { label: '放大', role: 'zoomIn' },
        { label: '缩小', role: 'zoomOut' },
        { label: '原大小', role: 'resetZoom' },
        { label: '全屏', role: 'togglefullscreen' },
      ],
    },
  ];
}
