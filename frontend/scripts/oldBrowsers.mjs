// An ESLint rule: functions and objects of the browser that the oldest browsers of the browserslist do not have. Syntax is
// transpiled for them, these are not. It asks TypeScript whose member is used, and MDN's data since when there is one.
import mdn from '@mdn/browser-compat-data' with { type: 'json' };
import browserslist from 'browserslist';

const { api, javascript } = mdn;
const inMdn = { chrome: 'chrome', safari: 'safari', ios_saf: 'safari_ios', firefox: 'firefox' };
const oldest = browserslist().map((entry) => {
    const [name, version] = entry.split(' ');
    return { entry, name: inMdn[name], version: version.split('-')[0] };
});

/** Whether version `a` comes after `b`; both are numbers with dots. */
function isLater(a, b) {
    const [left, right] = [a, b].map((version) => version.split('.').map(Number));
    for (let at = 0; at < Math.max(left.length, right.length); at += 1) {
        const difference = (left[at] ?? 0) - (right[at] ?? 0);
        if (difference !== 0) {
            return difference > 0;
        }
    }
    return false;
}

/** Whether one of MDN's statements, of which there is one or a list, says that a version has it. */
function isIn(support, version) {
    return [support].flat().some(({ version_added: added, version_removed: removed, flags }) => {
        const came = typeof added === 'string' && !isLater(added.replace('≤', ''), version);
        return came && flags === undefined && (typeof removed !== 'string' || isLater(removed, version));
    });
}

/** The browsers that do not have it; none where MDN knows nothing of it. */
function lacking(support) {
    return oldest.filter(({ name, version }) => support[name] !== undefined && !isIn(support[name], version));
}

/** What MDN says of a member, of one of the types it may be declared in, or of a global where there is no owner. */
function supportOf(owners, name) {
    for (const owner of owners) {
        const builtIn =
            owner === 'Intl' ? javascript.builtins.Intl : javascript.builtins[owner.replace(/Constructor$/, '')];
        const found =
            api[owner]?.[name] ?? api[owner]?.[`${name}_static`] ?? builtIn?.[name] ?? builtIn?.prototype?.[name];
        if (found?.__compat !== undefined) {
            return found.__compat.support;
        }
    }
    return undefined;
}

/** The name of the interface, variable or namespace that a declaration stands in. */
function ownerOf(declaration) {
    for (let at = declaration.parent; at !== undefined; at = at.parent) {
        if (at.name?.text !== undefined) {
            return at.name.text;
        }
    }
    return undefined;
}

export const oldBrowsers = {
    meta: {
        type: 'problem',
        schema: [],
        messages: { missing: '{{ what }} is not there in {{ browsers }}: replace it, or ask for it first' },
    },
    create(context) {
        const { program, esTreeNodeToTSNodeMap: nodes } = context.sourceCode.parserServices;
        const checker = program.getTypeChecker();

        /** Where the browser declares what is named here; nothing where it is our own. */
        function declarations(node) {
            const at = nodes.get(node);
            const symbol = at && checker.getSymbolAtLocation(at);
            return (symbol?.declarations ?? []).filter((one) =>
                /\/lib\.[\w.]+\.d\.ts$/.test(one.getSourceFile().fileName),
            );
        }
        function typesOf(node) {
            const at = nodes.get(node);
            const type = at && checker.getNonNullableType(checker.getTypeAtLocation(at));
            const names = [];
            for (let todo = type ? [type] : []; todo.length > 0;) {
                const next = todo.pop();
                names.push(next.symbol?.name ?? '');
                todo.push(
                    ...(next.isUnion() ? next.types : []),
                    ...(next.isClassOrInterface() ? checker.getBaseTypes(next) : []),
                );
            }
            return names;
        }
        function check(node, what, support) {
            const missing = support === undefined ? [] : lacking(support);
            if (missing.length > 0) {
                const browsers = missing.map(({ entry }) => entry).join(', ');
                context.report({ node, messageId: 'missing', data: { what, browsers } });
            }
        }
        function checkGlobal(node) {
            if (node.type === 'Identifier' && declarations(node).length > 0) {
                const support = (api[node.name] ?? javascript.builtins[node.name])?.__compat?.support;
                check(node, node.name, support);
            }
        }
        return {
            NewExpression: (node) => checkGlobal(node.callee),
            CallExpression: (node) => checkGlobal(node.callee),
            MemberExpression(node) {
                checkGlobal(node.object);
                const found = node.computed ? [] : declarations(node.property);
                if (found.length > 0) {
                    const owners = [
                        ...found.map(ownerOf).filter((name) => name !== undefined),
                        ...typesOf(node.object),
                    ];
                    check(node.property, `${owners[0]}.${node.property.name}`, supportOf(owners, node.property.name));
                }
            },
        };
    },
};
