// Prints the client's two lines as one script for a test to load into a page: `lines.socket` and `lines.events`.
import { build } from 'vite';

const entry = 'virtual:lines';
const source = (name) => JSON.stringify(new URL(`../src/protocol/${name}.ts`, import.meta.url).pathname);
const { output } = await build({
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    plugins: [
        {
            name: 'lines',
            resolveId: (id) => (id === entry ? id : undefined),
            load: (id) =>
                id === entry
                    ? `export { openSocket as socket } from ${source('socket')};
                       export { openEvents as events } from ${source('events')};`
                    : undefined,
        },
    ],
    build: {
        write: false,
        modulePreload: false,
        rolldownOptions: {
            input: entry,
            preserveEntrySignatures: 'strict',
            output: { format: 'iife', name: 'lines' },
        },
    },
});
process.stdout.write(output[0].code);
