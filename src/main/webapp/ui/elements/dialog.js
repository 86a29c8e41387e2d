// Modal dialogs on the platform's own element, which keeps the focus and gives it back.

import { button, h } from './dom.js';
import { busy, showProblem } from './form.js';

/** Asks before something that cannot be undone, the way back in focus; act() runs on consent, its failure is shown here. */
export function confirm({ title, text, label, act, signal }) {
  const notices = h('div', { class: 'notices' });
  const consent = button(
    label,
    () =>
      busy(consent, async () => {
        try {
          await act();
          dialog.close();
        } catch (error) {
          showProblem(error, notices, { buttons: [consent], signal });
        }
      }),
    'danger',
  );
  const dialog = modal(title, h('p', { class: 'detail' }, text), notices, h('div', { class: 'submit' }, consent, closer('Cancel', { autofocus: true })));
  open(dialog, signal);
}

/** Opens a dialog of any content and returns it; it leaves the page when closed. */
export function open(dialog, signal) {
  document.body.append(dialog);
  dialog.addEventListener('close', () => dialog.remove());
  signal?.addEventListener('abort', () => dialog.close());
  dialog.showModal();
  return dialog;
}

/** Builds a dialog under a title. */
export function modal(title, ...children) {
  return h('dialog', { 'aria-labelledby': 'dialog-title' }, h('h2', { id: 'dialog-title' }, title), children);
}

/** A button that closes the dialog it stands in. */
export const closer = (label, more) => button(label, (event) => event.currentTarget.closest('dialog').close(), 'plain', more);
