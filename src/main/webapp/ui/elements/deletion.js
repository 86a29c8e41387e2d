// A file is deleted only after a second thought.

import { remove } from '../api.js';
import { confirm } from './dialog.js';
import { announce } from './dom.js';
import { bytes } from './format.js';

/** Asks, deletes the file, and then goes on with deleted(). */
export function confirmDeletion(file, signal, deleted) {
  confirm({
    title: 'Delete this file?',
    text: `“${file.filename}” (${bytes(file.file_size_bytes)}) will be gone for good. Its space is free again at once.`,
    label: 'Delete',
    signal,
    act: async () => {
      await remove(`files/${file.id}`);
      announce(`${file.filename} is deleted.`);
      await deleted();
    },
  });
}
