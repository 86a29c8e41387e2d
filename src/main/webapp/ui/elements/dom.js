// Building the page. Data only ever becomes text nodes and attribute values, never markup.

/** Builds an element. Properties: class, on (listeners by event), or attributes; false omits one. */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name === 'on') {
      Object.entries(value).forEach(([event, listener]) => element.addEventListener(event, listener));
    } else if (value === true) {
      element.setAttribute(name, '');
    } else if (value !== false && value != null) {
      element.setAttribute(name, value);
    }
  }
  element.append(...children.flat().filter((child) => child != null && child !== false));
  return element;
}

/** Replaces what an element holds. */
export function fill(element, ...children) {
  element.replaceChildren(...children.flat().filter((child) => child != null && child !== false));
  return element;
}

/** Sets an element's text only if it differs, so that nothing is announced or repainted twice. */
export function setText(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

/** Says something to screen readers without moving the focus. */
export function announce(text) {
  document.getElementById('status').textContent = text;
}

/** A button; kind is primary, danger, or plain. It does nothing while it rests. */
export function button(label, onClick, kind = 'plain', properties = {}) {
  const click = (event) => rests(event.currentTarget) || onClick(event);
  return h('button', { type: 'button', class: `button ${kind}`, on: { click }, ...properties }, label);
}

/**
 * Makes a button rest for a reason; it works again when every reason is gone. Not by disabled, which
 * would take the focus away from whoever has just pressed it.
 */
export function rest(control, reason) {
  control.dataset[reason] = '';
  control.setAttribute('aria-disabled', 'true');
}

/** Takes one reason away. */
export function wake(control, reason) {
  delete control.dataset[reason];
  if (Object.keys(control.dataset).length === 0) {
    control.removeAttribute('aria-disabled');
  }
}

/** Tells whether a button rests. */
export const rests = (control) => control.getAttribute('aria-disabled') === 'true';

let fields = 0;

/** A labelled form control with an optional hint below it. */
export function field(label, control, hint) {
  control.id ||= `field-${++fields}`;
  const hintId = `${control.id}-hint`;
  if (hint) {
    control.setAttribute('aria-describedby', hintId);
  }
  return h(
    'div',
    { class: 'field' },
    h('label', { for: control.id }, label),
    control,
    hint && h('p', { class: 'hint', id: hintId }, hint),
  );
}

/** A select box of [value, label] pairs. */
export function select(options, chosen, properties = {}) {
  const control = h(
    'select',
    properties,
    options.map(([value, label]) => h('option', { value, selected: value === chosen }, label)),
  );
  return control;
}

/** The heading of a view with what acts on the whole of it. */
export function heading(title, ...actions) {
  return h('div', { class: 'heading' }, h('h1', { tabindex: '-1' }, title), h('div', { class: 'actions' }, actions));
}

/** A section of a view under a heading of its own. */
export function section(title, ...children) {
  const id = `section-${++fields}`;
  return h('section', { class: 'section', 'aria-labelledby': id }, h('h2', { id }, title), children);
}

/** What stands where a list would be if it had anything in it. */
export function empty(title, text) {
  return h('div', { class: 'empty' }, h('p', { class: 'empty-title' }, title), h('p', {}, text));
}

/** Grey lines in the place of what is being loaded, so that nothing jumps when it comes. */
export function loading(lines = 4) {
  return h(
    'div',
    { class: 'loading', role: 'status', 'aria-label': 'Loading' },
    Array.from({ length: lines }, () => h('div', { class: 'loading-line' })),
  );
}
