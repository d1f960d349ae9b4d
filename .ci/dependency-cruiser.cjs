/**
 * Which room may know which. A room is a top folder, or a folder of server/ or client/. `imports` lists what it may import with its code;
 * types travel more freely: within the server every room may name the types of another's door, the browser's side only those of the router.
 */
const SERVER_ROOMS = ['access', 'auth', 'models', 'realtime', 'generation'];

/** A room imports, by value, nothing of ours but itself and `allowed`. */
function room(name, from, allowed, comment) {
  return {
    name,
    comment,
    severity: 'error',
    from: { path: from },
    to: { path: '^(shared|db|server|client|test)/', pathNot: [from, ...allowed], dependencyTypesNot: ['type-only'] },
  };
}

/** Nothing at all, not even a type, but itself and `allowed`. */
function sealed(name, from, allowed, comment) {
  return {
    name,
    comment,
    severity: 'error',
    from: { path: from },
    to: { path: '^(shared|db|server|client|test)/', pathNot: [from, ...allowed] },
  };
}

/** A package that lives in one place only. */
function owned(packages, places) {
  return {
    name: `owned-${packages[0]}`,
    comment: `${packages.join(', ')} only in ${places.join(', ')}`,
    severity: 'error',
    from: { path: '^(shared|db|server|client)/', pathNot: places },
    to: { path: packages.map((each) => `^node_modules/(@types/)?${each}/`) },
  };
}

module.exports = {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },

    sealed('shared-is-a-leaf', '^shared/', [], 'the contract knows nobody'),
    {
      name: 'shared-imports-zod-only',
      severity: 'error',
      from: { path: '^shared/' },
      to: { dependencyTypes: ['npm', 'npm-dev', 'npm-optional', 'core'], pathNot: '^node_modules/zod/' },
    },
    sealed('db-knows-shared', '^db/', ['^shared/'], 'the only room that knows SQL knows nothing else'),
    {
      name: 'db-is-opened-by-the-app',
      comment: 'everybody else names the types of its door',
      severity: 'error',
      from: { path: '^(server|client)/', pathNot: '^server/(app|main|start-fault|audit-verify)\\.ts$' },
      to: { path: '^db/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'db-shows-its-door',
      comment: 'what lies behind store.ts and open.ts is nobody’s business',
      severity: 'error',
      from: { path: '^(server|client)/' },
      to: { path: '^db/', pathNot: '^db/(store|open|cannot-open)\\.ts$' },
    },
    ...SERVER_ROOMS.map((name) =>
      room(
        `server-${name}`,
        `^server/${name}/`,
        // A feed asks again right before each frame: deciding is part of delivering.
        name === 'realtime' ? ['^shared/', '^server/access/gate\\.ts$'] : ['^shared/'],
        'knows the shared words, and others by the types of their doors',
      ),
    ),
    room('server-domain', '^server/domain/', ['^shared/', '^server/access/'], 'use cases decide through access and act through ports'),
    room(
      'server-rpc',
      '^server/rpc/',
      ['^shared/', '^server/(domain|auth)/', '^server/realtime/', '^server/access/gate\\.ts$'],
      'procedures',
    ),
    {
      name: 'procedures-read-feeds',
      comment: 'of realtime they know what streams, not who is connected',
      severity: 'error',
      from: { path: '^server/rpc/' },
      to: { path: '^server/realtime/(live|bus|in-process-bus)\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'calls-are-decided-in-one-place',
      comment: 'the base procedure asks for every call; no procedure asks for itself',
      severity: 'error',
      from: { path: '^server/rpc/', pathNot: '^server/rpc/trpc\\.ts$' },
      to: { path: '^server/access/', dependencyTypesNot: ['type-only'] },
    },
    room(
      'server-http',
      '^server/http/',
      // Files do not pass through a procedure.
      ['^shared/', '^server/(rpc|auth)/', '^server/realtime/live\\.ts$', '^server/domain/(upload|open|remove)-file\\.ts$'],
      'the wire',
    ),
    sealed('server-never-knows-the-client', '^server/', ['^(shared|db)/'], 'the server is there without one'),
    {
      name: 'main-and-app-are-the-top',
      severity: 'error',
      from: { path: '^(server|client)/', pathNot: '^server/main\\.ts$' },
      to: { path: '^server/(main|app)\\.ts$' },
    },

    {
      name: 'client-knows-the-router-type-only',
      severity: 'error',
      from: { path: '^client/' },
      to: { path: '^(server|db)/', dependencyTypesNot: ['type-only'] },
    },
    sealed('client-sdk', '^client/sdk/', ['^shared/', '^server/rpc/router\\.ts$'], 'framework-free, browser and Node'),
    sealed('client-store', '^client/store/', ['^shared/', '^client/sdk/types\\.ts$'], 'pure; what the sdk yields it knows by its types'),
    sealed('client-ui', '^client/ui/', [], 'knows no chat words'),
    sealed('client-features', '^client/features/', ['^client/(sdk|store|ui|styles)/', '^shared/'], 'screens'),
    {
      name: 'client-knows-no-node',
      comment: 'but for the sdk where it runs on Node',
      severity: 'error',
      from: { path: '^(client|shared)/', pathNot: '^client/sdk/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'product-knows-no-test',
      severity: 'error',
      from: { path: '^(shared|db|server|client)/' },
      to: { path: '^test/' },
    },

    owned(['drizzle-orm', 'better-sqlite3'], ['^db/']),
    owned(['ollama'], ['^server/models/ollama[^/]*\\.ts$']),
    owned(['ws'], ['^server/http/', '^client/sdk/']),
    owned(['lucia', 'oslo', 'arctic', 'jose', '@simplewebauthn'], ['^server/auth/']),
    // tRPC keeps the observables that links are made of in its server package.
    owned(['@trpc/server'], ['^server/rpc/', '^client/sdk/links\\.ts$']),
    owned(['@trpc/client'], ['^client/sdk/']),
    owned(['react', 'react-dom'], ['^client/(features|ui)/', '^client/(main|sight)\\.tsx$']),
    owned(['prom-client'], ['^server/metrics\\.ts$', '^server/http/']),
    {
      name: 'tests-may-not-ship',
      severity: 'error',
      from: { path: '^(shared|db|server|client)/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|data)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.css', '.json'],
    },
    combinedDependencies: false,
  },
};
