// The reference: openapi.json, for people.
import { byId, h } from './dom.js';

const document_ = await fetch('/v1/openapi.json').then((response) => response.json());

const resolve = (node) => (node?.$ref
  ? node.$ref.split('/').slice(1).reduce((at, part) => at[part], document_)
  : node);

const schemaName = (schema) => schema?.$ref?.split('/').pop();

/** What a schema is, in a word or two. */
function kind(schema) {
  if (!schema) {
    return '';
  }
  if (schema.$ref) {
    return schemaName(schema);
  }
  if (schema.oneOf) {
    return schema.oneOf.map(kind).join(' or ');
  }
  if (schema.type === 'array') {
    return `list of ${kind(schema.items)}`;
  }
  const type = [schema.type].flat().join(' or ');
  return schema.enum && schema.enum.length < 8 ? schema.enum.map((word) => `"${word}"`).join(', ') : type;
}

/** Text in which `words` stand out. */
const prose = (text) => (text ?? '').split('`').map((part, index) => (index % 2 === 1 ? h('code', {}, part) : part));

const row = (name, type, text) => h('tr', {},
  h('td', {}, h('code', {}, name)), h('td', {}, type), h('td', {}, prose(text)));

function properties(schema) {
  const whole = resolve(schema);
  return whole?.properties ? h('table', {}, h('tbody', {}, Object.entries(whole.properties).map(([name, property]) =>
    row(name, kind(property), property.description ?? resolve(property).description)))) : null;
}

function content(title, { content: types = {}, description }) {
  return Object.entries(types).map(([type, { schema }]) => h('div', {},
    h('h3', {}, `${title}: ${type}${schemaName(schema) ? `, ${schemaName(schema)}` : ''}`),
    description ? h('p', { class: 'hint' }, prose(description)) : null,
    type.startsWith('application/json') ? properties(schema) : null));
}

/** A command line that does it. */
function sample(method, path, operation) {
  const words = ['curl'];
  const body = operation.requestBody?.content ?? {};
  if (method !== 'get' && !(method === 'post' && operation.requestBody)) {
    words.push(`-X ${method.toUpperCase()}`);
  }
  if (body['application/octet-stream']) {
    words.push('--data-binary @clip.mp3');
  } else if (body['application/json']) {
    words.push("-H 'Content-Type: application/json' -d @body.json");
  }
  const needed = (operation.parameters ?? []).map(resolve).filter((parameter) => parameter.in === 'query' &&
    parameter.required).map((parameter) => `${parameter.name}=…`);
  words.push(`'${location.origin}${path}${needed.length > 0 ? `?${needed.join('&')}` : ''}'`);
  return h('pre', {}, words.join(' '));
}

function entry(method, path, operation) {
  const parameters = (operation.parameters ?? []).map(resolve);
  const ok = Object.entries(operation.responses).filter(([code]) => code < 400);
  const problems = Object.keys(operation.responses).filter((code) => code >= 400);
  return h('details', { class: 'card' },
    h('summary', {}, h('span', { class: 'method' }, method.toUpperCase()), h('code', {}, path),
      h('span', { class: 'hint' }, operation.summary)),
    h('div', { class: 'inside' },
      operation.description ? h('p', {}, prose(operation.description)) : null,
      path === '/v1/listen' ? null : sample(method, path, operation),
      parameters.length > 0 ? [h('h3', {}, 'Parameters'), h('table', {}, h('tbody', {}, parameters.map((parameter) =>
        row(parameter.name, kind(parameter.schema), parameter.description))))] : null,
      operation.requestBody ? content('Body', operation.requestBody) : null,
      ok.map(([code, response]) => [h('p', {}, `${code}: ${response.description}`), ...content('Answer', response)]),
      problems.length > 0 ? h('p', { class: 'hint' }, `Problems: ${problems.join(', ')}`) : null));
}

byId('intro').append(...prose(document_.info.description));
for (const tag of document_.tags) {
  byId('reference').append(h('h2', {}, tag.name), h('p', { class: 'hint' }, tag.description));
  for (const [path, operations] of Object.entries(document_.paths)) {
    for (const [method, operation] of Object.entries(operations)) {
      if (operation.tags.includes(tag.name)) {
        byId('reference').append(entry(method, path, operation));
      }
    }
  }
}
byId('reference').append(h('h2', {}, 'Objects'), ...Object.entries(document_.components.schemas).map(([name, schema]) =>
  h('details', { class: 'card' },
    h('summary', {}, h('code', {}, name), h('span', { class: 'hint' }, prose(schema.description))),
    h('div', { class: 'inside' }, properties(schema)))));
document.documentElement.dataset.ready = 'true';
