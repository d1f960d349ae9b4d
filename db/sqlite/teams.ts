import { eq } from 'drizzle-orm';
import type { Guard } from '../../shared/access.ts';
import { refuse } from '../../shared/errors.ts';
import type { TeamId, UserId } from '../../shared/ids.ts';
import type { Team } from '../../shared/schemas/identity.ts';
import type { Teams } from '../store.ts';
import type { Database } from './database.ts';
import type { Engine } from './engine.ts';
import type { AtMember } from './guard.ts';
import { pageOfMembers } from './member-rows.ts';
import { parted } from './members.ts';
import { revealing, setRole } from './memberships.ts';
import { newId } from './new-id.ts';
import { mustHaveAnotherOwner } from './owners.ts';
import { conversations, memberships, teams } from './schema.ts';
import { endSessionsOf } from './sessions.ts';
import { getTeam, teamsOf } from './team-rows.ts';
import { welcome } from './welcome.ts';

export function openTeams(engine: Engine): Teams {
  const { database, enter } = engine;
  const { sql: db, write } = database;

  const set = (teamId: TeamId, change: Partial<Pick<Team, 'name' | 'defaultModel'>>, guard: Guard) =>
    write(() => {
      const { user } = enter.team(guard, teamId);
      db.update(teams).set(change).where(eq(teams.id, teamId)).run();
      database.accessChanged();
      return getTeam(database, teamId, user.id);
    });

  return {
    async create(draft, guard, now) {
      return write(() => {
        const { user } = enter.self(guard);
        const team = found(database, draft.name, user.id, now);
        database.acts.complete(guard, { teamId: team.id, subject: { kind: 'team', id: team.id } });
        const begun = welcome(engine, { teamId: team.id, userId: user.id, text: draft.welcome }, now);
        return { team, welcome: begun, ...endSessionsOf(database, user.id) };
      });
    },
    async listOf(userId) {
      return teamsOf(database, userId);
    },
    async get(teamId, guard) {
      const { user } = enter.team(guard, teamId);
      return getTeam(database, teamId, user.id);
    },
    async rename(teamId, name, guard) {
      return set(teamId, { name }, guard);
    },
    async setDefaultModel(teamId, model, guard) {
      return set(teamId, { defaultModel: model }, guard);
    },
    async delete({ teamId, name }, guard) {
      const done = write(() => {
        const { team } = enter.team(guard, teamId);
        if (name !== team.name) refuse('CONFLICT', 'This is not the name of the team.');
        return remove(engine, team);
      });
      database.scrub();
      return done;
    },
    async transfer(to, guard) {
      return write(() => transfer(engine, enter.member(guard, to)));
    },
    async setTier({ teamId, tier }, guard) {
      return write(() => {
        enter.self(guard);
        const team = db.select({ tier: teams.tier }).from(teams).where(eq(teams.id, teamId)).get() ?? refuse('NOT_FOUND');
        db.update(teams).set({ tier }).where(eq(teams.id, teamId)).run();
        database.accessChanged();
        database.acts.complete(guard, { teamId, subject: { kind: 'team', id: teamId }, detail: { before: team.tier, tier } });
        return { before: team.tier, open: engine.generations.openIn(teamId) };
      });
    },
    async members(query, guard) {
      enter.team(guard, query.teamId);
      return pageOfMembers(database, query);
    },
    async memberIds(teamId) {
      return memberIds(database, teamId);
    },
  };
}

function memberIds({ sql: db }: Database, teamId: TeamId): UserId[] {
  const rows = db.select({ userId: memberships.userId }).from(memberships).where(eq(memberships.teamId, teamId)).all();
  return rows.map((row) => row.userId);
}

function found(database: Database, name: string, userId: UserId, now: number): Team {
  const team = { id: newId<TeamId>(), name, tier: 'free' as const, defaultModel: null };
  database.sql
    .insert(teams)
    .values({ ...team, createdAt: now })
    .run();
  database.sql.insert(memberships).values({ teamId: team.id, userId, role: 'owner', joinedAt: now }).run();
  database.accessChanged();
  return { ...team, role: 'owner' };
}

/** All rows of the team go with its own. */
function remove({ database, generations }: Engine, { id, name }: { id: TeamId; name: string }): Awaited<ReturnType<Teams['delete']>> {
  const { sql: db } = database;
  const members = memberIds(database, id);
  const talks = db.select({ id: conversations.id }).from(conversations).where(eq(conversations.teamId, id)).all();
  const open = generations.openIn(id).map((generation) => generation.id);
  db.delete(teams).where(eq(teams.id, id)).run();
  database.accessChanged();
  const sessions = members.flatMap((userId) => endSessionsOf(database, userId).sessions);
  return { members, conversations: talks.map((row) => row.id), open, teamName: name, sessions };
}

/** A new owner before there is one less; one who cannot sign in would be none. */
function transfer(engine: Engine, { user, team, member }: AtMember): Awaited<ReturnType<Teams['transfer']>> {
  const { database } = engine;
  if (member.suspended) refuse('NOT_FOUND');
  if (member.role === 'owner') refuse('CONFLICT', 'They are an owner already.');
  const [to, from] = [
    { teamId: team.id, userId: member.userId },
    { teamId: team.id, userId: user.id },
  ];
  revealing(engine, to, () => setRole(database, to, 'owner'));
  mustHaveAnotherOwner(database, from);
  setRole(database, from, 'admin');
  return { to: parted(engine, to, []), from: parted(engine, from, []) };
}
