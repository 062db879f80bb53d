/** Does the work in a browser and hands the answer back to the server that the page came from. */
import { work } from './work.mjs';

const post = (body) => fetch('/answer', { method: 'POST', body: JSON.stringify(body) });
try {
  const scenarios = await (await fetch('/scenarios')).json();
  await post({ done: work(scenarios) });
} catch (error) {
  await post({ failed: String(error) });
}
