// My files: the quota, uploads with their progress, and the list.

import { address, get, withQuery } from '../api.js';
import { button, empty, fill, h, heading, loading } from '../elements/dom.js';
import { confirmDeletion } from '../elements/deletion.js';
import { showProblem } from '../elements/form.js';
import { bytes, time } from '../elements/format.js';
import { inOneLine } from '../elements/marketdata.js';
import { pager, table } from '../elements/table.js';
import { quotaBar } from '../elements/quota.js';
import { uploads } from '../elements/uploads.js';

export const title = 'My files';
const SIZE = 20;

export function render({ root, signal }) {
  const quota = quotaBar();
  const list = h('div', {}, loading());
  let page = 1;

  const refresh = async () => {
    try {
      const [usage, answer] = await Promise.all([get('usage', signal), get(withQuery('files', { page, size: SIZE }), signal)]);
      quota.show(usage);
      if (answer.items.length === 0 && page > 1) {
        page = Math.max(1, Math.ceil(answer.total / SIZE));
        await refresh();
        return;
      }
      fill(list, listOf(answer));
    } catch (error) {
      showProblem(error, list, { retry: refresh, signal });
    }
  };

  const turn = (to) => {
    page = to;
    return refresh();
  };

  const listOf = (answer) =>
    answer.total === 0
      ? empty('No files yet', 'Upload bars as your broker or exchange gives them, as CSV or JSON, to run a backtest on them.')
      : [table('My files, newest first', columns, answer.items), pager(answer, 'files', turn)];

  const columns = [
    { label: 'Name', cell: (file) => h('a', { href: `#files/${file.id}`, class: 'name' }, file.filename) },
    { label: 'Market data', cell: (file) => inOneLine(file.market_data) },
    { label: 'Size', number: true, cell: (file) => bytes(file.file_size_bytes) },
    { label: 'Uploaded', cell: (file) => time(file.created_at) },
    { label: 'Actions', actions: true, cell: (file) => actions(file) },
  ];

  const actions = (file) => [
    h('a', { class: 'button plain', href: `#files/${file.id}`, 'aria-label': `Backtest ${file.filename}` }, 'Backtest'),
    h('a', { class: 'button plain', href: address(`files/${file.id}/content`), download: '', 'aria-label': `Download ${file.filename}` }, 'Download'),
    button('Delete', () => confirmDeletion(file, signal, refresh), 'plain', { 'aria-label': `Delete ${file.filename}` }),
  ];

  fill(root, heading(title), quota.element, uploads({ signal, whenStored: () => turn(1) }), list);
  refresh();
}
