/**
 * Who is next when everybody wants the same model server. Stride scheduling: each turn adds 1/weight to a team's pass, the smallest pass goes
 * next, and inside a team the same among its people. So a light team waits for at most one job of a heavy one (QUEUE-2), whatever the heavy one
 * has queued. A team that comes back after a pause starts at the present, it saves up nothing.
 */
export interface Job {
  id: string;
  team: string;
  user: string;
  /** Of the team; a team of weight 2 gets two turns for one of a team of weight 1. */
  weight: number;
}

export class FairQueue<J extends Job> {
  #waiting: Waiting<J>[] = [];
  #arrivals = 0;
  #turns: Turns = { teams: new Clockwork(), people: new Map() };

  get size(): number {
    return this.#waiting.length;
  }

  count(matches: (job: J) => boolean): number {
    return this.#waiting.filter(({ job }) => matches(job)).length;
  }

  add(job: J): void {
    this.#turns.teams.join(job.team);
    peopleOf(this.#turns, job.team).join(job.user);
    this.#waiting.push({ job, arrival: this.#arrivals++ });
  }

  remove(id: string): J | undefined {
    const at = this.#waiting.findIndex(({ job }) => job.id === id);
    return this.#waiting.splice(at, at < 0 ? 0 : 1)[0]?.job;
  }

  /** What the jobs of this team that wait weigh from now on. */
  reweigh(team: string, weight: number): void {
    for (const { job } of this.#waiting) if (job.team === team) job.weight = weight;
  }

  /** Takes the next job out and charges its turn. */
  next(): J | undefined {
    const job = pick(this.#waiting, this.#turns);
    if (!job) return undefined;
    charge(this.#turns, job);
    this.remove(job.id);
    this.#forgetIdle();
    return job;
  }

  /** Everything that waits, in the order in which it will run if nothing else comes (QUEUE-1). */
  order(): J[] {
    const turns: Turns = {
      teams: this.#turns.teams.copy(),
      people: new Map([...this.#turns.people].map(([team, people]) => [team, people.copy()])),
    };
    const waiting = [...this.#waiting];
    const order: J[] = [];
    for (let job = pick(waiting, turns); job; job = pick(waiting, turns)) {
      charge(turns, job);
      waiting.splice(
        waiting.findIndex((each) => each.job === job),
        1,
      );
      order.push(job);
    }
    return order;
  }

  /** A team whose credit is spent by time passing needs no memory. */
  #forgetIdle(): void {
    const busy = new Set(this.#waiting.map(({ job }) => job.team));
    for (const team of this.#turns.teams.forgetIdle(busy)) this.#turns.people.delete(team);
  }
}

interface Waiting<J> {
  job: J;
  arrival: number;
}

interface Turns {
  teams: Clockwork;
  people: Map<string, Clockwork>;
}

function peopleOf(turns: Turns, team: string): Clockwork {
  const people = turns.people.get(team) ?? new Clockwork();
  turns.people.set(team, people);
  return people;
}

function pick<J extends Job>(waiting: readonly Waiting<J>[], turns: Turns): J | undefined {
  let best: Waiting<J> | undefined;
  for (const each of waiting) if (!best || before(each, best, turns)) best = each;
  return best?.job;
}

function before<J extends Job>(a: Waiting<J>, b: Waiting<J>, turns: Turns): boolean {
  const teams = turns.teams.pass(a.job.team) - turns.teams.pass(b.job.team);
  if (teams !== 0) return teams < 0;
  if (a.job.team !== b.job.team) return a.arrival < b.arrival;
  const people = peopleOf(turns, a.job.team);
  const users = people.pass(a.job.user) - people.pass(b.job.user);
  return users === 0 ? a.arrival < b.arrival : users < 0;
}

function charge(turns: Turns, job: Job): void {
  turns.teams.charge(job.team, 1 / job.weight);
  peopleOf(turns, job.team).charge(job.user, 1);
}

/** Virtual time: everybody's pass, and the present, which is the pass of who was served last. */
class Clockwork {
  #present = 0;
  readonly #passes = new Map<string, number>();

  pass(key: string): number {
    return this.#passes.get(key) ?? 0;
  }

  join(key: string): void {
    this.#passes.set(key, Math.max(this.pass(key), this.#present));
  }

  charge(key: string, cost: number): void {
    this.#present = Math.max(this.#present, this.pass(key));
    this.#passes.set(key, this.pass(key) + cost);
  }

  forgetIdle(busy: ReadonlySet<string>): string[] {
    const idle = [...this.#passes].filter(([key, pass]) => !busy.has(key) && pass <= this.#present).map(([key]) => key);
    for (const key of idle) this.#passes.delete(key);
    return idle;
  }

  copy(): Clockwork {
    const copy = new Clockwork();
    copy.#present = this.#present;
    for (const [key, pass] of this.#passes) copy.#passes.set(key, pass);
    return copy;
  }
}
