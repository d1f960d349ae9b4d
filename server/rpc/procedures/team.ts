import {
  memberLeave,
  memberList,
  memberRemove,
  memberSetRole,
  teamCreate,
  teamGet,
  teamList,
  teamUpdate,
} from '../../../shared/schemas/identity.ts';
import { createTeam } from '../../domain/create-team.ts';
import { leaveTeam } from '../../domain/leave-team.ts';
import { listMembers } from '../../domain/list-members.ts';
import { removeMember } from '../../domain/remove-member.ts';
import { setRole } from '../../domain/set-role.ts';
import { tellTeam } from '../../domain/tell-members.ts';
import { overHttp } from '../over-http.ts';
import { router, signedIn } from '../trpc.ts';

export const team = router({
  create: signedIn
    .meta({ action: 'team.create', resource: 'nothing', setsCookie: true })
    .input(teamCreate.input)
    .output(teamCreate.output)
    .mutation(async ({ ctx, input }) => ({
      team: await createTeam(ctx.app, ctx.who, ctx.guard, input.name, ctx.connection, overHttp(ctx)),
    })),

  list: signedIn
    .meta({ action: 'team.list', resource: 'nothing' })
    .input(teamList.input)
    .output(teamList.output)
    .query(async ({ ctx }) => ({ items: await ctx.app.store.teams.listOf(ctx.who.userId) })),

  get: signedIn
    .meta({ action: 'team.read', resource: 'team' })
    .input(teamGet.input)
    .output(teamGet.output)
    .query(async ({ ctx, input }) => ({ team: await ctx.app.store.teams.get(input.teamId, ctx.guard) })),

  update: signedIn
    .meta({ action: 'team.update', resource: 'team' })
    .input(teamUpdate.input)
    .output(teamUpdate.output)
    .mutation(async ({ ctx, input }) => {
      const changed = await ctx.app.store.teams.rename(input.teamId, input.name, ctx.guard);
      await tellTeam(ctx.app, input.teamId);
      return { team: changed };
    }),
});

export const member = router({
  list: signedIn
    .meta({ action: 'member.list', resource: 'team' })
    .input(memberList.input)
    .output(memberList.output)
    .query(({ ctx, input }) => listMembers(ctx.app, ctx.guard, input)),

  setRole: signedIn
    .meta({ action: 'member.setRole', resource: 'member' })
    .input(memberSetRole.input)
    .output(memberSetRole.output)
    .mutation(async ({ ctx, input }) => ({ receipt: await setRole(ctx.app, ctx.who, ctx.guard, input) })),

  remove: signedIn
    .meta({ action: 'member.remove', resource: 'member' })
    .input(memberRemove.input)
    .output(memberRemove.output)
    .mutation(async ({ ctx, input }) => ({ receipt: await removeMember(ctx.app, ctx.who, ctx.guard, input) })),

  leave: signedIn
    .meta({ action: 'member.leave', resource: 'team', setsCookie: true })
    .input(memberLeave.input)
    .output(memberLeave.output)
    .mutation(async ({ ctx, input }) => ({
      receipt: await leaveTeam(ctx.app, ctx.who, ctx.guard, input.teamId, ctx.connection, overHttp(ctx)),
    })),
});
