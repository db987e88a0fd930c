/** Hands a file made by the service or the hub to the browser's downloads. */

export function download(file: { readonly fileName: string; readonly base64: string }): void {
  const bytes = Uint8Array.from(atob(file.base64), (char) => char.charCodeAt(0));
  const address = URL.createObjectURL(new Blob([bytes], { type: 'application/octet-stream' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = file.fileName;
  link.click();
  // The download has begun when the click returns; the memory is given back afterwards.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
