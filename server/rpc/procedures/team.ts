import {
  memberLeave,
  memberList,
  memberRemove,
  memberRestore,
  memberSetRole,
  memberSuspend,
  teamCreate,
  teamDelete,
  teamGet,
  teamList,
  teamTransfer,
  teamUpdate,
} from '../../../shared/schemas/identity.ts';
import { createTeam } from '../../domain/create-team.ts';
import { deleteTeam } from '../../domain/delete-team.ts';
import { leaveTeam } from '../../domain/leave-team.ts';
import { listMembers } from '../../domain/list-members.ts';
import { removeMember } from '../../domain/remove-member.ts';
import { restoreMember } from '../../domain/restore-member.ts';
import { setRole } from '../../domain/set-role.ts';
import { suspendMember } from '../../domain/suspend-member.ts';
import { tellTeam } from '../../domain/tell-members.ts';
import { transferTeam } from '../../domain/transfer-team.ts';
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

  delete: signedIn
    .meta({ action: 'team.delete', resource: 'team', setsCookie: true })
    .input(teamDelete.input)
    .output(teamDelete.output)
    .mutation(async ({ ctx, input }) => ({
      receipt: await deleteTeam(ctx.app, ctx.who, ctx.guard, input, ctx.connection, overHttp(ctx)),
    })),

  transfer: signedIn
    .meta({ action: 'team.transfer', resource: 'member', setsCookie: true })
    .input(teamTransfer.input)
    .output(teamTransfer.output)
    .mutation(async ({ ctx, input }) => ({
      receipt: await transferTeam(ctx.app, ctx.who, ctx.guard, input, ctx.connection, overHttp(ctx)),
    })),
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

  suspend: signedIn
    .meta({ action: 'member.suspend', resource: 'member' })
    .input(memberSuspend.input)
    .output(memberSuspend.output)
    .mutation(async ({ ctx, input }) => ({ receipt: await suspendMember(ctx.app, ctx.who, ctx.guard, input) })),

  restore: signedIn
    .meta({ action: 'member.restore', resource: 'member' })
    .input(memberRestore.input)
    .output(memberRestore.output)
    .mutation(async ({ ctx, input }) => {
      await restoreMember(ctx.app, ctx.guard, input);
      return {};
    }),

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
