const BROWSERS: [RegExp, string][] = [
  [/Edg\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/Firefox\/|FxiOS/, 'Firefox'],
  [/Chrome\/|CriOS/, 'Chrome'],
  [/Safari\//, 'Safari'],
];
const SYSTEMS: [RegExp, string][] = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/CrOS/, 'ChromeOS'],
  [/Linux/, 'Linux'],
];

/** What a User-Agent header says of a device, in words; what it does not say is shown as it came. */
export function deviceOf(agent: string): { name: string; phone: boolean } {
  const browser = BROWSERS.find(([pattern]) => pattern.test(agent))?.[1];
  const system = SYSTEMS.find(([pattern]) => pattern.test(agent))?.[1];
  const phone = /iPhone|Android.*Mobile/.test(agent);
  if (browser !== undefined && system !== undefined) return { name: `${browser} on ${system}`, phone };
  const short = agent.trim().slice(0, 60);
  return { name: browser ?? system ?? (short === '' ? 'Unknown device' : short), phone };
}
