// What is stored and what is left, as one line and a bar.

import { h } from './dom.js';
import { bytes, bytesOf, count, plural } from './format.js';
import { meter } from './meter.js';

/** A bar that reads "37.2 of 100 MB, 12 of 50 files". show(usage) takes the API's usage. */
export function quotaBar() {
  const bar = meter('Storage quota');
  const element = h('div', { class: 'quota' }, bar);
  return {
    element,
    show: (usage) =>
      bar.show({
        used: usage.used_bytes,
        pending: usage.reserved_bytes,
        limit: usage.quota_bytes,
        text: `${bytesOf(usage.used_bytes, usage.quota_bytes)}, ${count(usage.file_count)} of ${plural(usage.quota_files, 'file')}`,
        note: noteOf(usage),
      }),
  };
}

function noteOf(usage) {
  if (usage.remaining_files === 0) {
    return 'No further file fits: delete one first';
  }
  const left = usage.remaining_bytes === 0 ? 'No space left' : `${bytes(usage.remaining_bytes)} left`;
  return usage.reserved_bytes > 0 ? `${left}, ${bytes(usage.reserved_bytes)} being uploaded` : left;
}
