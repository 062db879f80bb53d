/** Does the work in whichever Node runs this: scenarios on standard input, answers on the output. */
import { readFileSync, writeSync } from 'node:fs';
import { work } from './work.mjs';

const answer = Buffer.from(JSON.stringify(work(JSON.parse(readFileSync(0, 'utf8')))));
for (let at = 0; at < answer.length; ) at += writeSync(1, answer, at);
