import { Code } from '@connectrpc/connect';
import { flamebearerOf, withOthers } from '@hearth/profile';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { projectOf } from '../../auth/register-auth.ts';
import { asHearthError } from '../../errors/problem.ts';
import { connectErrorOf } from '../../rpc/connect-error-of.ts';
import { askOfReply } from '../ask-of-reply.ts';
import { type JsonInput, jsonText } from '../json-text.ts';
import type { CallContext } from './asked-labels.ts';
import { askedSelector } from './asked-selector.ts';
import { askTimelineLines } from './asked-timeline.ts';
import { dotText, mergedValues, shownNodes } from './merged-values.ts';
import { labelValues } from './metadata-answers.ts';
import type { PyroscopeFaceDeps } from './pyroscope-face-deps.ts';
import { openRange } from './pyroscope-range.ts';
import { QUERY_ACCESS } from './query-access.ts';
import { renderMetadata } from './render-metadata.ts';
import { renderTimeline, slotSeconds } from './render-timeline.ts';
import { parseRenderQuery, RenderWords } from './render-words.ts';

const VERSION = 1;
/** A line whose group says nothing. */
const NO_GROUP = '*';

/** The addresses that Pyroscope's own page reads, and Grafana's for its drill-down. */
export function registerRender(app: FastifyInstance, { questions, now = Date.now }: PyroscopeFaceDeps): void {
  const contextOf = (request: FastifyRequest, reply: FastifyReply): CallContext => ({
    questions,
    project: projectOf(request).id,
    ask: askOfReply(reply),
  });
  const config = { access: QUERY_ACCESS };

  void app.register(async (face) => {
    face.setErrorHandler((error, _request, reply) => sendRenderError(error, reply));

    face.get('/pyroscope/render', { config }, async (request, reply) => {
      const words = new RenderWords(request.query, now());
      const context = contextOf(request, reply);
      const { typeId, asked } = parseRenderQuery(words.required('query'), words.range('from', 'until'));
      const selector = await askedSelector(context, asked);
      const shape = { grouping: 'function', maxNodes: shownNodes(words.maxNodes()) } as const;
      if (words.format() === 'dot') {
        const text = dotText(await mergedValues(context, selector, shape), typeId);
        return reply.type('text/vnd.graphviz; charset=utf-8').send(text);
      }
      const seconds = slotSeconds(selector.toMs - selector.fromMs);
      const groupBy = words.all('groupBy');
      const stepMs = seconds * 1000;
      const [{ tree }, [all], groups] = await Promise.all([
        mergedValues(context, selector, shape),
        askTimelineLines(context, selector, { typeId, groupBy: [], stepMs }),
        groupBy.length === 0 ? [] : askTimelineLines(context, selector, { typeId, groupBy, stepMs }),
      ]);
      const timeline = (points: Parameters<typeof renderTimeline>[0]) => ({
        ...renderTimeline(points, selector, seconds),
        watermarks: null,
      });
      return sendJson(reply, {
        version: VERSION,
        flamebearer: { ...flamebearerOf(tree) },
        metadata: renderMetadata('single', typeId),
        timeline: timeline(all?.points ?? []),
        groups: Object.fromEntries(
          groups.map(({ labels, points }) => [
            labels.map(({ value }) => value).join(', ') || NO_GROUP,
            timeline(points),
          ]),
        ),
      });
    });

    face.get('/pyroscope/render-diff', { config }, async (request, reply) => {
      const words = new RenderWords(request.query, now());
      const context = contextOf(request, reply);
      const sides = (['left', 'right'] as const).map((side) =>
        parseRenderQuery(words.required(`${side}Query`), words.range(`${side}From`, `${side}Until`)),
      );
      const [left, right] = await Promise.all(sides.map(({ asked }) => askedSelector(context, asked)));
      const maxNodes = shownNodes(words.maxNodes());
      const question = { left: left!, right: right!, grouping: 'function', maxNodes } as const;
      const answer = await questions.samples.diff(context.project, question, context.ask);
      return sendJson(reply, {
        version: VERSION,
        flamebearer: { ...flamebearerOf(withOthers(answer.tree)) },
        metadata: renderMetadata('double', sides[0]!.typeId),
        timeline: null,
        groups: null,
        leftTicks: answer.left.facts.total,
        rightTicks: answer.right.facts.total,
      });
    });

    face.get('/pyroscope/label-values', { config }, async (request, reply) => {
      const words = new RenderWords(request.query, now());
      const context = contextOf(request, reply);
      const { start, end } = words.range('from', 'until');
      return labelValues(context, openRange(start, end), words.required('label'), words.all('query'));
    });
  });
}

const sendJson = (reply: FastifyReply, body: JsonInput): FastifyReply =>
  reply.type('application/json; charset=utf-8').send(jsonText(body));

/** As Connect says errors. */
function sendRenderError(error: unknown, reply: FastifyReply): FastifyReply {
  const { code, rawMessage } = connectErrorOf(error);
  const known = asHearthError(error);
  if (known.retryAfterSeconds !== undefined) void reply.header('retry-after', String(known.retryAfterSeconds));
  const name = (Code[code] ?? 'unknown').replace(/(?<=[a-z])[A-Z]/g, (letter) => `_${letter}`).toLowerCase();
  return reply.code(code === Code.Unimplemented ? 501 : known.status).send({ code: name, message: rawMessage });
}
