// What is wrong with the service, as an operator must hear it.

import { get } from '../api.js';
import { plural } from './format.js';

const WORDS = {
  storage: 'The file store is missing or another database’s: uploads and downloads are refused, and nothing is swept. The server’s log says why.',
  database: 'The database does not answer: calls are refused until it is back.',
};

/** Returns the checks of the node's readiness; none where nobody could tell. */
export async function checks(signal) {
  try {
    return (await get('health/ready', signal)).checks;
  } catch (error) {
    if (error.name === 'AbortError') {
      throw error;
    }
    return error.document?.checks ?? [];
  }
}

/** Returns pairs of [name, text], the worst first; none when all is well. */
export function troublesOf({ lost_files: lost }, found) {
  const down = found.filter((check) => check.status !== 'UP').map(({ name }) => [`Not ready: ${name}`, WORDS[name] ?? 'The server’s log says why.']);
  return lost === 0 ? down : [...down, [`${plural(lost, 'stored file')} lost`, lostWords(lost)]];
}

const lostWords = (lost) =>
  `${lost === 1 ? 'Its bytes are' : 'Their bytes are'} missing from the store or too few, so downloads and backtests fail. The server’s log names each file with its owner: restore the bytes from a backup. Until then the quota still counts ${lost === 1 ? 'it' : 'them'}.`;
