// The schema must be valid itself, accept every job that ships, and agree with the program on what is wrong.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import Ajv2020 from 'ajv/dist/2020.js';

const { MUSTER, JOBS } = process.env;

function muster(args, input = '') {
  return spawnSync(MUSTER, args, { input, encoding: 'utf8' });
}

const schemaText = muster(['schema']).stdout;
const schema = JSON.parse(schemaText);
// In strict mode ajv also refuses keywords that it does not know, or that say nothing where they stand. The two
// exceptions: an `if` needs no types and properties of its own, as what stands beside it gives them.
const validate = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false, allErrors: true }).compile(schema);

// Those of the main platform stand in the folder itself, those of the others in folders of their own.
const folders = readdirSync(JOBS, { withFileTypes: true }).filter((e) => e.isDirectory() && e.name !== 'schema');
const jobs = ['.', ...folders.map((e) => e.name)].flatMap((folder) =>
  readdirSync(join(JOBS, folder))
    .filter((name) => name.endsWith('.json'))
    .map((name) => join(folder, name)),
);

test('the schema that ships is what the program prints', () => {
  assert.equal(readFileSync(join(JOBS, 'schema', 'spec.schema.json'), 'utf8'), schemaText);
});

test('there are jobs to look at', () => assert.ok(jobs.length >= 5));

for (const name of jobs) {
  test(`${name} is valid`, () => {
    const job = JSON.parse(readFileSync(join(JOBS, name), 'utf8'));
    assert.ok(validate(job), JSON.stringify(validate.errors, null, 2));
    const checked = muster(['check', join(JOBS, name)]);
    assert.equal(checked.status, 0, checked.stderr);
  });
}

const base = () => ({
  name: 'n',
  provider: { kind: 'memberstack', key: { env: 'K' } },
  where: { 'customFields.country': { equals: 'Germany' } },
  operation: { addPlan: { planId: 'pln_a' } },
});

/** A good spec, changed. */
function spec(change) {
  const result = base();
  change(result);
  return result;
}

const good = {
  'the smallest one': spec((s) => delete s.where),
  'every key': spec((s) =>
    Object.assign(s, {
      $schema: './x',
      description: 'd',
      live: true,
      source: { order: 'DESC' },
      pace: { requestsPerSecond: 0, concurrency: 8, pageSize: 100 },
      retry: { attempts: 6, patience: '30m', baseDelay: '500ms', maxDelay: '30s' },
      stopAfter: { failures: 1, failureRate: 0.2 },
      expect: { matched: { atMost: 500 } },
      canary: { members: 10 },
      limit: 5,
    }),
  ),
  'no guard against failures': spec((s) => (s.stopAfter = null)),
  'half a guard against failures': spec((s) => (s.stopAfter = { failures: null })),
  'every key of the provider': spec((s) =>
    Object.assign(s.provider, {
      baseUrl: 'http://127.0.0.1:8080',
      caFile: 'ca.pem',
      connectTimeout: '10s',
      requestTimeout: '1m',
      replyLimitBytes: 1024,
    }),
  ),
  'a key in a file': spec((s) => (s.provider.key = { file: '/run/key' })),
  'a key in a credential': spec((s) => (s.provider.key = { credential: 'key' })),
  removePlan: spec((s) => (s.operation = { removePlan: { planId: 'pln_a' } })),
  update: spec((s) => (s.operation = { update: { customFields: { a: '{{auth.email}}' }, email: 'a@b', verified: true } })),
  'update, json merged': spec((s) => (s.operation = { update: { json: { a: 1 }, merge: true } })),
  'update, json replaced': spec((s) => (s.operation = { update: { json: {}, replace: true } })),
  delete: spec((s) => (s.operation = { delete: { deleteStripeCustomer: true } })),
  'delete all, and meant': spec((s) => Object.assign(s, { operation: { delete: {} }, where: {} })),
  request: spec((s) => (s.operation = { request: { method: 'PUT', path: '/x/{{id}}', body: [1], idempotent: true } })),
  'parameters for numbers and booleans': spec((s) =>
    Object.assign(s, {
      parameters: { n: { type: 'number', default: 3 }, go: { type: 'boolean' }, day: { type: 'date', description: 'd' } },
      live: '${go}',
      pace: { concurrency: '${n}' },
      limit: '${n}',
      where: { lastLogin: { lt: '${day}' } },
    }),
  ),
};

Object.assign(good, {
  'relative dates': spec((s) => (s.where = { lastLogin: { lt: '-30d' }, createdAt: { gte: '-4w', lt: '-12h' } })),
  'a relative date as a default': spec((s) =>
    Object.assign(s, {
      parameters: { since: { type: 'date', default: '-30d' } },
      where: { lastLogin: { gte: '${since}' } },
    }),
  ),
  'a field with a parameter in its name': spec((s) => (s.where = { 'customFields.${field}': 'x' })),
  'fields named like operators, from above': spec((s) => (s.where = { 'customFields.eq': 'x', 'json.$in': 1 })),
  'fields of the elements of a list': spec((s) => (s.where = { planConnections: { every: { type: 'FREE' } } })),
});

const broken = {
  'no name': spec((s) => delete s.name),
  'no provider': spec((s) => delete s.provider),
  'no operation': spec((s) => delete s.operation),
  'a name with capitals': spec((s) => (s.name = 'Name')),
  'an unknown key': spec((s) => (s.wehre = {})),
  'an unknown platform': spec((s) => (s.provider.kind = 'other')),
  'a literal key': spec((s) => (s.provider.key = 'secret')),
  'two keys': spec((s) => (s.provider.key.file = 'x')),
  'no key': spec((s) => (s.provider.key = {})),
  'a time-out without a unit': spec((s) => (s.provider.connectTimeout = '10')),
  'no operation in it': spec((s) => (s.operation = {})),
  'two operations': spec((s) => (s.operation.delete = {})),
  'an unknown operation': spec((s) => (s.operation = { addplan: { planId: 'p' } })),
  'a plan without an id': spec((s) => (s.operation = { addPlan: {} })),
  'an empty plan id': spec((s) => (s.operation = { addPlan: { planId: '' } })),
  'an update of nothing': spec((s) => (s.operation = { update: {} })),
  'json without merge or replace': spec((s) => (s.operation = { update: { json: { a: 1 } } })),
  'json with both': spec((s) => (s.operation = { update: { json: { a: 1 }, merge: true, replace: true } })),
  'merge without json': spec((s) => (s.operation = { update: { email: 'a@b', merge: true } })),
  'merge: false': spec((s) => (s.operation = { update: { json: { a: 1 }, merge: false } })),
  'a request that does not say whether it is idempotent': spec(
    (s) => (s.operation = { request: { method: 'POST', path: '/x' } }),
  ),
  'a request with an unknown method': spec(
    (s) => (s.operation = { request: { method: 'get', path: '/x', idempotent: true } }),
  ),
  'a deletion without where': spec((s) => {
    s.operation = { delete: {} };
    delete s.where;
  }),
  'a deletion by request without where': spec((s) => {
    s.operation = { request: { method: 'DELETE', path: '/x', idempotent: true } };
    delete s.where;
  }),
  'an unknown operator': spec((s) => (s.where = { AND: 1 })),
  'an operator of another language': spec((s) => (s.where = { 'customFields.country': { eq: 'Germany' } })),
  'an operator with a sign': spec((s) => (s.where = { 'customFields.country': { $in: ['Germany'] } })),
  'a sign for an operator': spec((s) => (s.where = { 'json.age': { '>=': 18 } })),
  'a junction of another language': spec((s) => (s.where = { $or: [{ id: 'x' }] })),
  'a negative rate': spec((s) => (s.pace = { requestsPerSecond: -1 })),
  'no concurrency': spec((s) => (s.pace = { concurrency: 0 })),
  'too many attempts': spec((s) => (s.retry = { attempts: 101 })),
  'an expectation of nothing': spec((s) => (s.expect = {})),
  'an expectation below nobody': spec((s) => (s.expect = { matched: { atMost: -1 } })),
  'a canary of nobody': spec((s) => (s.canary = { members: 0 })),
  'a canary without a number': spec((s) => (s.canary = {})),
  'a failure rate over 1': spec((s) => (s.stopAfter = { failureRate: 2 })),
  'a limit of 0': spec((s) => (s.limit = 0)),
  'an order in small letters': spec((s) => (s.source = { order: 'asc' })),
  'a parameter of an unknown type': spec((s) =>
    Object.assign(s, { description: '${x}', parameters: { x: { type: 'int' } } }),
  ),
  'text where a number belongs': spec((s) => (s.limit = 'ten')),
};

for (const [name, value] of Object.entries(good)) {
  test(`accepted by both: ${name}`, () => {
    assert.ok(validate(value), JSON.stringify(validate.errors, null, 2));
    const checked = muster(['check', '-'], JSON.stringify(value));
    assert.equal(checked.status, 0, checked.stderr);
    assert.equal(checked.stdout, '<stdin>: ok\n');
  });
}

for (const [name, value] of Object.entries(broken)) {
  test(`refused by both: ${name}`, () => {
    assert.equal(validate(value), false);
    const checked = muster(['check', '-'], JSON.stringify(value));
    assert.equal(checked.status, 2);
    assert.equal(checked.stdout, '');
    assert.match(checked.stderr, /^<stdin>:1:\d+: /);
  });
}
