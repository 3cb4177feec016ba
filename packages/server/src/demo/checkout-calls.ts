import { type Call, call, changed, scaled } from './call.ts';

const OWN = '/app/src';
const MODULES = '/app/node_modules';

const TICK = 'processTicksAndRejections@node:internal/process/task_queues:105';
const HANDLER = `preHandlerCallback@${MODULES}/fastify/lib/handleRequest.js:126`;
const QUERY = `query@${OWN}/db/pool.ts:41 > Client.query@${MODULES}/pg/lib/client.js:529`;

const parseRow = [
  call(
    `Parser.parse@${MODULES}/pg-protocol/dist/parser.js:36`,
    [13, 14],
    call(
      `Parser.handlePacket@${MODULES}/pg-protocol/dist/parser.js:100 > Parser.parseDataRowMessage@${MODULES}/pg-protocol/dist/parser.js:217`,
      [16, 17],
      call('utf8Slice@node:buffer:764', [11, 12]),
    ),
    call(`Result.parseRow@${MODULES}/pg/lib/result.js:60 > parseDate@${MODULES}/postgres-date/index.js:14`, [7, 7]),
  ),
] as const;

const runQuery = [
  call(
    QUERY,
    [4, 5],
    call(
      `Query.submit@${MODULES}/pg/lib/query.js:147 > Query.prepare@${MODULES}/pg/lib/query.js:165`,
      [3, 3],
      call(
        `serialize.bind@${MODULES}/pg-protocol/dist/serializer.js:96 > Writer.addString@${MODULES}/pg-protocol/dist/buffer-writer.js:42`,
        [8, 9],
      ),
    ),
    call(
      `Socket.Writable.write@node:internal/streams/writable:510 > writeGeneric@node:internal/stream_base_commons:151 > writev@node:internal/stream_base_commons:116`,
      [9, 13],
    ),
  ),
] as const;

/**
 * What the second release broke: `ruleOf` was asked with a key made of the discount's text, and `compileRule` ran at a miss;
 * now the key holds the cart's id too, so that every discount of every cart compiles its rule again.
 */
const matchDiscounts = [
  call(
    `applyDiscounts@${OWN}/pricing/apply-discounts.ts:48`,
    [6, 6],
    call(
      `matchDiscount@${OWN}/pricing/match-discount.ts:27`,
      [9, 9],
      changed(
        `ruleOf@${OWN}/pricing/rule-cache.ts:19`,
        [4, 4],
        [7, 7],
        changed(
          `compileRule@${OWN}/pricing/compile-rule.ts:34`,
          [1, 1],
          [48, 50],
          changed(
            `tokenize@${OWN}/pricing/rule-tokens.ts:12`,
            [1, 1],
            [62, 65],
            changed(`nextToken@${OWN}/pricing/rule-tokens.ts:31`, [0.4, 0.4], [41, 43]),
          ),
          changed(
            `parseExpression@${OWN}/pricing/parse-rule.ts:21 > parseComparison@${OWN}/pricing/parse-rule.ts:44`,
            [0.6, 0.6],
            [37, 39],
            changed(`parseOperand@${OWN}/pricing/parse-rule.ts:66`, [0.3, 0.3], [18, 19]),
          ),
          changed(`generateMatcher@${OWN}/pricing/generate-matcher.ts:17 > Function@:0`, [0.5, 0.5], [24, 26]),
        ),
      ),
      call(`matches@${OWN}/pricing/match-discount.ts:52`, [12, 12]),
    ),
  ),
] as const;

const priceCart = [
  call(
    `priceCart@${OWN}/pricing/price-cart.ts:33`,
    [6, 6],
    call(
      `sumLines@${OWN}/pricing/sum-lines.ts:9 > Decimal.plus@${MODULES}/decimal.js/decimal.mjs:1568`,
      [13, 13],
      call(`finalise@${MODULES}/decimal.js/decimal.mjs:2742`, [12, 12]),
    ),
    ...matchDiscounts,
    call(
      `addTaxes@${OWN}/pricing/taxes.ts:40`,
      [5, 5],
      call(`rateOf@${OWN}/pricing/tax-tables.ts:88`, [7, 7]),
      call(
        `Decimal.times@${MODULES}/decimal.js/decimal.mjs:1866 > multiplyInteger@${MODULES}/decimal.js/decimal.mjs:2478`,
        [11, 11],
      ),
    ),
  ),
] as const;

const loadCart = [
  call(
    `loadCart@${OWN}/carts/load-cart.ts:22`,
    [3, 3],
    ...runQuery,
    ...parseRow,
    call(`cartOfRows@${OWN}/carts/cart-of-rows.ts:15`, [9, 9]),
  ),
] as const;

const validate = [
  call(
    `validate@${MODULES}/fastify/lib/validation.js:118 > validateParam@${MODULES}/fastify/lib/validation.js:99 > validate10@${MODULES}/ajv/dist/compile/index.js:171`,
    [14, 14],
  ),
] as const;

const answer = [
  call(
    `Reply.send@${MODULES}/fastify/lib/reply.js:135`,
    [5, 5],
    call(
      `serialize@${MODULES}/fastify/lib/reply.js:855 > anonymous0@${MODULES}/fast-json-stringify/index.js:61`,
      [14, 14],
    ),
    call(
      `onSendEnd@${MODULES}/fastify/lib/reply.js:574 > ServerResponse.writeHead@node:_http_server:338 > ServerResponse._storeHeader@node:_http_outgoing:430`,
      [10, 10],
      call(`ServerResponse.end@node:_http_outgoing:1015 > writeUtf8String@node:net:971`, [12, 16]),
    ),
  ),
] as const;

const route = (name: string, line: number, share: number, ...own: readonly Call[]): Call =>
  call(
    `${name}@${OWN}/routes/${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}.ts:${line}`,
    [4 * share, 4 * share],
    ...scaled(share, loadCart),
    ...own,
    ...scaled(share, answer),
  );

/** The program's calls; costs are thousandths of a core and of a second of wall time in each second. */
export const checkoutCalls: readonly Call[] = [
  call(
    'parserOnHeadersComplete@node:_http_common:117 > parserOnIncoming@node:_http_server:1057 > emit@node:events:518',
    [9, 9],
    call(
      `routeHandler@${MODULES}/fastify/lib/route.js:485 > Router.lookup@${MODULES}/find-my-way/index.js:460`,
      [8, 8],
      call(
        `runPreParsing@${MODULES}/fastify/lib/route.js:610 > handleRequest@${MODULES}/fastify/lib/handleRequest.js:22 > handler@${MODULES}/fastify/lib/handleRequest.js:87`,
        [4, 4],
        ...validate,
        call(
          HANDLER,
          [3, 3],
          route('showCart', 18, 1, ...scaled(0.9, priceCart)),
          route('addItem', 24, 0.7, ...scaled(0.6, priceCart)),
          route(
            'quoteShipping',
            31,
            0.4,
            call(
              `cheapestRoute@${OWN}/shipping/cheapest-route.ts:27 > visit@${OWN}/shipping/cheapest-route.ts:55`,
              [19, 19],
              call(`PriorityQueue.pop@${OWN}/shipping/priority-queue.ts:38`, [14, 14]),
            ),
          ),
        ),
      ),
    ),
    call('Socket.resume@node:net:829', [3, 4]),
  ),
  call(
    `${TICK} > placeOrder@${OWN}/orders/place-order.ts:52`,
    [5, 5],
    ...scaled(0.5, priceCart),
    call(`reserveStock@${OWN}/orders/reserve-stock.ts:30`, [4, 4], ...scaled(0.8, runQuery)),
    call(
      `chargeCard@${OWN}/payments/charge-card.ts:44`,
      [4, 4],
      call(`signRequest@${OWN}/payments/sign-request.ts:18 > Hmac.digest@node:internal/crypto/hash:171`, [13, 13]),
      call(
        `Client.request@${MODULES}/undici/lib/dispatcher/client.js:258 > writeH1@${MODULES}/undici/lib/dispatcher/client-h1.js:889`,
        [11, 17],
      ),
    ),
    call(
      `publishOrder@${OWN}/orders/publish-order.ts:21 > Producer.send@${MODULES}/kafkajs/src/producer/messageProducer.js:92`,
      [7, 7],
      call(
        `encode@${MODULES}/kafkajs/src/protocol/recordBatch/v0/index.js:48 > crc32C@${MODULES}/kafkajs/src/protocol/crc32C/crc32C.js:25`,
        [13, 13],
      ),
    ),
  ),
  call(
    `onStreamRead@node:internal/stream_base_commons:189 > readableAddChunkPushByteMode@node:internal/streams/readable:462 > emit@node:events:518`,
    [6, 6],
    ...scaled(1.4, parseRow),
  ),
  call(
    `listOnTimeout@node:internal/timers:581 > sweepSessions@${OWN}/sessions/sweep-sessions.ts:16`,
    [5, 5],
    call('next@:0', [6, 6]),
  ),
  call('(garbage collector)@:0', [38, 38]),
  call('(program)@:0', [22, 160]),
];
