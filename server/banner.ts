import type { OllamaStatus } from '../shared/schemas/model.ts';
import type { ModelRegistry } from './models/registry.ts';

/** What people read once Parley is up: where it is, which models answer (or how to get one), how it stops. */
export function banner(url: string, models: Pick<ModelRegistry, 'list' | 'ollama'>): string {
  return ['', `  Parley is ready:  ${url}`, ...modelLines(models).map((line) => `  ${line}`), '  Stop with Ctrl+C.', ''].join('\n');
}

function modelLines(models: Pick<ModelRegistry, 'list' | 'ollama'>): string[] {
  const names = models
    .list()
    .filter(({ provider }) => provider === 'ollama')
    .map(({ name }) => name);
  const status = models.ollama();
  if (names.length > 0) return [`Models:  ${names.join(', ')} (${placeOf(status)}), and the built-in guide`];
  return [`Models:  only the built-in guide so far. ${whyNone(status)}`];
}

function placeOf(status: OllamaStatus): string {
  return status.state === 'found' ? `Ollama ${status.version} at ${status.address}` : `Ollama at ${status.address}`;
}

function whyNone(status: OllamaStatus): string {
  switch (status.state) {
    case 'found':
      return `${placeOf(status)} has no model yet: ollama pull gemma3`;
    case 'missing':
    case 'looking':
      return `No Ollama at ${status.address}: install it from https://ollama.com, then: ollama pull gemma3. Parley finds it by itself.`;
  }
}
