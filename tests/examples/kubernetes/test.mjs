// Each manifest must be what the schemas of Kubernetes allow, hold no key that they do not know, and name nothing that
// is not there.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseAllDocuments } from 'yaml';

const { MANIFESTS } = process.env;

/** The validator of a kind: a function made from its schema, which leaves its findings in `errors`. */
async function validatorOf({ apiVersion, kind }) {
  const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : ['core', apiVersion];
  const capital = (word) => word[0].toUpperCase() + word.slice(1);
  const name = `IoK8sApi${capital(group)}${capital(version)}${kind}`;
  const schema = await import(new URL(`node_modules/kubernetes-models/_schemas/${name}.mjs`, import.meta.url));
  return schema.validate;
}

/** `value`, and in `read` the path of whatever is looked at in it. */
function observed(value, read, path = '') {
  if (value === null || typeof value !== 'object') return value;
  return new Proxy(value, {
    get(target, key) {
      const inner = `${path}/${String(key)}`;
      read.add(inner);
      return observed(Reflect.get(target, key), read, inner);
    },
  });
}

function paths(value, path = '') {
  if (value === null || typeof value !== 'object') return [];
  return Object.keys(value).flatMap((key) => [`${path}/${key}`, ...paths(value[key], `${path}/${key}`)]);
}

/** What is wrong with a document. The schemas allow any further key: one that no validator looks at is unknown. */
async function mistakes(document) {
  const validate = await validatorOf(document);
  const read = new Set();
  const found = validate(observed(document, read)) ? [] : validate.errors.map((e) => `${e.instancePath}: ${e.keyword} ${JSON.stringify(e.params)}`);
  return [...found, ...paths(document).filter((path) => !read.has(path)).map((path) => `${path} is unknown`)];
}

/** As kubectl reads them: YAML 1.1, and no key twice. */
function documents(name) {
  return parseAllDocuments(readFileSync(join(MANIFESTS, name), 'utf8'), { version: '1.1' }).map((document) => {
    assert.deepEqual(document.errors, []);
    return document.toJS();
  });
}

const podOf = (document) => (document.spec.jobTemplate?.spec ?? document.spec).template;
const names = readdirSync(MANIFESTS).filter((name) => name.endsWith('.yaml'));

test('there are manifests to look at', () => assert.ok(names.length >= 3));

for (const name of names) {
  for (const document of documents(name)) {
    test(`${name}: ${document.kind}`, async () => assert.deepEqual(await mistakes(document), []));

    if (!['CronJob', 'Deployment'].includes(document.kind)) continue;
    test(`${name}: ${document.kind} names nothing that is not there`, () => {
      const pod = podOf(document);
      const volumes = pod.spec.volumes.map((volume) => volume.name).sort();
      for (const container of pod.spec.containers)
        assert.deepEqual(container.volumeMounts.map((mount) => mount.name).sort(), volumes);
      const labels = Object.entries(document.spec.selector?.matchLabels ?? {});
      for (const [key, value] of labels) assert.equal(pod.metadata.labels[key], value);
      const rules = document.spec.jobTemplate?.spec.podFailurePolicy?.rules ?? [];
      for (const { onExitCodes } of rules.filter((rule) => rule.onExitCodes))
        assert.ok(pod.spec.containers.some((container) => container.name === onExitCodes.containerName));
      if (rules.length > 0) assert.equal(pod.spec.restartPolicy, 'Never');
    });
  }
}

// What would go through if the validators were not what they are taken for.
const cronJob = () => documents('cronjob.yaml').find((document) => document.kind === 'CronJob');
const container = (document) => podOf(document).spec.containers[0];
const broken = {
  'a misspelt key': [(d) => (container(d).comand = ['x']), '/comand is unknown'],
  'a key one level too high': [(d) => (d.spec.backoffLimit = 0), '/spec/backoffLimit is unknown'],
  'a key of another kind': [(d) => (d.spec.replicas = 1), '/spec/replicas is unknown'],
  'text for a number': [(d) => (podOf(d).spec.terminationGracePeriodSeconds = '30'), '/terminationGracePeriodSeconds: type'],
  'a list for text': [(d) => (d.spec.schedule = []), '/spec/schedule: type'],
  'no schedule': [(d) => delete d.spec.schedule, '/spec: required {"missingProperty":"schedule"}'],
  'a container without a name': [(d) => delete container(d).name, '/containers/0: required {"missingProperty":"name"}'],
  'no quantity': [(d) => (container(d).resources.limits.memory = 'much'), '/limits/memory'],
};

for (const [name, [change, words]] of Object.entries(broken)) {
  test(`found: ${name}`, async () => {
    const document = cronJob();
    change(document);
    const found = await mistakes(document);
    assert.ok(found.some((mistake) => mistake.includes(words)), JSON.stringify(found));
  });
}
