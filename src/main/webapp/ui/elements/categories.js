// The rate limits' names, without which some questions cannot be asked.

import { get } from '../api.js';
import { fill, loading } from './dom.js';
import { showProblem } from './form.js';

/** Calls draw with the categories as a select box wants them; the place shows what comes before. */
export async function withCategories(place, signal, draw) {
  fill(place, loading(2));
  try {
    const { categories } = await get('admin/overview', signal);
    draw(categories.map(({ category }) => [category, category]));
  } catch (error) {
    showProblem(error, place, { retry: () => withCategories(place, signal, draw), signal });
  }
}
