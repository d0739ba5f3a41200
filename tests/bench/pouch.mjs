// The two sides of tests/bench/pouch.py, each a process of its own, by what PouchDB's documentation says of itself.
//   node pouch.mjs serve MODULES FOLDER RECORDS              a server on loopback that holds the records; prints its port
//   node pouch.mjs replicate MODULES FOLDER RECORDS URL N    sends the records there, fetches what is there, N in a batch
// RECORDS: a JSON document a line.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

const [job, modules, folder, records, url, batch] = process.argv.slice(2);
const require = createRequire(join(modules, "pouch.js"));
const PouchDB = require("pouchdb").defaults({ prefix: folder + "/" });
const documents = readFileSync(records, "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line));

async function filled() {
  const database = new PouchDB("records");
  const refused = (await database.bulkDocs(documents)).filter((answer) => answer.error);
  if (refused.length) throw new Error(JSON.stringify(refused[0]));
  return database;
}

async function serve() {
  const service = require("express")();
  service.use("/", require("express-pouchdb")(PouchDB, { mode: "minimumForPouchDB" }));
  await filled(); // after express-pouchdb, which knows only the databases that were opened since
  const listening = service.listen(0, "127.0.0.1", () => console.log(listening.address().port));
}

async function replicate() {
  // PouchDB leaves a promise of its own unheard when a line breaks: in a browser that is a line on the console.
  process.on("unhandledRejection", () => {});
  const database = await filled();
  let failures = 0;
  // Both ways at once, as PouchDB.sync does, but a way that fails begins again and does not end the other.
  const through = async (from, to) => {
    for (;;) {
      const going = PouchDB.replicate(from, to, { batch_size: Number(batch) });
      try {
        return await going;
      } catch {
        going.cancel(); // else what it had begun goes on beside the next, and its checkpoints may pass over documents
        failures += 1;
        await wait(50);
      }
    }
  };
  // Node's own fetch: the one that PouchDB brings may wait for ever for the rest of an answer that was cut.
  const remote = new PouchDB(url, { skip_setup: true, fetch: (at, how) => fetch(at, how) });
  await Promise.all([through(database, remote), through(remote, database)]);
  console.log(JSON.stringify({ here: (await database.info()).doc_count, failures }));
}

await { serve, replicate }[job]();
