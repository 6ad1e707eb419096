import { sections } from './bench/sections.ts';

// usage: npm run bench [section…]; without a name all of them
const asked = process.argv.slice(2);
const unknown = asked.filter((id) => !sections.some((section) => section.id === id));
if (unknown.length > 0) {
  console.error(`no section ${unknown.join(', ')}; there are ${sections.map(({ id }) => id).join(', ')}`);
  process.exit(3);
}
for (const { id, title, run } of sections.filter((section) => asked.length === 0 || asked.includes(section.id))) {
  console.log(`\n── ${id}: ${title}`);
  await run();
}
