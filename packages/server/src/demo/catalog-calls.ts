import { type Call, call, changed, nightly, scaled } from './call.ts';

const OWN = '/srv/catalog';
const LIB = '/usr/lib/python3.12';
const SITE = '/srv/venv/lib/python3.12/site-packages';

const WAIT = `wait@${SITE}/psycopg/waiting.py:229 > wait_c@${SITE}/psycopg_c/_psycopg/waiting.pyx:204`;

const fetchRows = [
  call(
    `QuerySet._fetch_all@${SITE}/django/db/models/query.py:1949 > ModelIterable.__iter__@${SITE}/django/db/models/query.py:91`,
    [6, 7],
    call(
      `SQLCompiler.execute_sql@${SITE}/django/db/models/sql/compiler.py:1574 > CursorWrapper.execute@${SITE}/django/db/backends/utils.py:79 > CursorWrapper._execute@${SITE}/django/db/backends/utils.py:105 > Cursor.execute@${SITE}/psycopg/cursor.py:97 > Connection.wait@${SITE}/psycopg/connection.py:484`,
      [3, 4],
      call(WAIT, [4, 410]),
    ),
    call(
      `SQLCompiler.as_sql@${SITE}/django/db/models/sql/compiler.py:754`,
      [9, 9],
      call(
        `WhereNode.as_sql@${SITE}/django/db/models/sql/where.py:151 > Lookup.process_rhs@${SITE}/django/db/models/lookups.py:110`,
        [12, 12],
      ),
    ),
    call(
      `Model.from_db@${SITE}/django/db/models/base.py:582 > Model.__init__@${SITE}/django/db/models/base.py:483`,
      [31, 31],
      call(`DecimalField.from_db_value@${SITE}/django/db/models/fields/__init__.py:1832`, [11, 11]),
    ),
  ),
] as const;

const serialize = [
  call(
    `ListSerializer.to_representation@${SITE}/rest_framework/serializers.py:719 > ProductSerializer.to_representation@${OWN}/api/serializers.py:64 > Serializer.to_representation@${SITE}/rest_framework/serializers.py:538`,
    [14, 14],
    call(`Field.get_attribute@${SITE}/rest_framework/fields.py:446`, [16, 16]),
    call(
      `DecimalField.to_representation@${SITE}/rest_framework/fields.py:1083 > quantize@${LIB}/decimal.py:2471`,
      [17, 17],
    ),
    call(
      `ImageField.to_representation@${SITE}/rest_framework/fields.py:1632 > thumbnail_url@${OWN}/media/thumbnails.py:38 > sha1@${LIB}/hashlib.py:118`,
      [13, 13],
    ),
  ),
] as const;

const render = [
  call(
    `Response.rendered_content@${SITE}/rest_framework/response.py:70 > JSONRenderer.render@${SITE}/rest_framework/renderers.py:100 > dumps@${LIB}/json/__init__.py:183`,
    [3, 3],
    call(`JSONEncoder.encode@${LIB}/json/encoder.py:200 > JSONEncoder.iterencode@${LIB}/json/encoder.py:260`, [29, 29]),
  ),
] as const;

const rank = [
  call(
    `rank_products@${OWN}/search/ranking.py:88`,
    [8, 8],
    changed(
      `score@${OWN}/search/ranking.py:121`,
      [34, 34],
      [22, 22],
      call(`cosine@${OWN}/search/vectors.py:19 > dot@${SITE}/numpy/core/multiarray.py:740`, [26, 26]),
      changed(`boost_of@${OWN}/search/boosts.py:45`, [23, 23], [9, 9]),
    ),
    call(`sorted_by_score@${OWN}/search/ranking.py:140`, [11, 11]),
  ),
] as const;

const tokens = [
  call(
    `analyze@${OWN}/search/analyzer.py:57`,
    [7, 7],
    call(`stem@${SITE}/snowballstemmer/english_stemmer.py:861`, [21, 21]),
    call(`sub@${LIB}/re/__init__.py:185`, [12, 12]),
  ),
] as const;

const view = (name: string, line: number, ...own: readonly Call[]): Call =>
  call(`APIView.dispatch@${SITE}/rest_framework/views.py:506 > ${name}@${OWN}/api/views.py:${line}`, [4, 4], ...own);

/** The program's calls; costs are thousandths of a core and of a second of wall time in each second. */
export const catalogCalls: readonly Call[] = [
  call(
    `_bootstrap@${LIB}/threading.py:1032 > _bootstrap_inner@${LIB}/threading.py:1075 > run@${LIB}/threading.py:1012 > _worker@${LIB}/concurrent/futures/thread.py:92 > _WorkItem.run@${LIB}/concurrent/futures/thread.py:58 > ThreadWorker.handle@${SITE}/gunicorn/workers/gthread.py:282 > ThreadWorker.handle_request@${SITE}/gunicorn/workers/gthread.py:334`,
    [9, 24],
    call(
      `RequestParser.__next__@${SITE}/gunicorn/http/parser.py:41 > Request.parse_headers@${SITE}/gunicorn/http/message.py:85`,
      [12, 19],
    ),
    call(
      `WSGIHandler.__call__@${SITE}/django/core/handlers/wsgi.py:124 > BaseHandler.get_response@${SITE}/django/core/handlers/base.py:140 > inner@${SITE}/django/core/handlers/exception.py:55`,
      [6, 6],
      call(
        `SessionMiddleware.process_request@${SITE}/django/contrib/sessions/middleware.py:19 > loads@${SITE}/django/core/signing.py:169`,
        [13, 13],
      ),
      call(
        `TraceMiddleware.__call__@${OWN}/middleware/trace.py:22 > BaseHandler._get_response@${SITE}/django/core/handlers/base.py:197`,
        [5, 5],
        call(
          `URLResolver.resolve@${SITE}/django/urls/resolvers.py:669 > RoutePattern.match@${SITE}/django/urls/resolvers.py:312`,
          [14, 14],
        ),
        view('ProductList.get', 41, ...fetchRows, ...serialize, ...render),
        view(
          'ProductDetail.get',
          77,
          ...scaled(0.4, fetchRows),
          ...scaled(0.3, serialize),
          ...scaled(0.3, render),
          call(`related_products@${OWN}/catalog/related.py:29`, [9, 9], ...scaled(0.5, fetchRows)),
        ),
        view(
          'ProductSearch.get',
          112,
          ...tokens,
          ...rank,
          ...scaled(0.6, fetchRows),
          ...scaled(0.5, serialize),
          ...scaled(0.5, render),
        ),
        view(
          'CategoryTree.get',
          158,
          call(
            `build_tree@${OWN}/catalog/categories.py:33`,
            [17, 17],
            call(
              `build_tree@${OWN}/catalog/categories.py:47`,
              [14, 14],
              call(`build_tree@${OWN}/catalog/categories.py:47`, [8, 8]),
            ),
          ),
          ...scaled(0.3, render),
        ),
      ),
    ),
    call(`Response.write@${SITE}/gunicorn/http/wsgi.py:334 > socket.sendall@${LIB}/socket.py:745`, [9, 31]),
  ),
  call(
    `_bootstrap@${LIB}/threading.py:1032 > _bootstrap_inner@${LIB}/threading.py:1075 > run@${OWN}/stock/listener.py:24 > poll@${OWN}/stock/listener.py:51`,
    [3, 5],
    call(`Consumer.poll@${SITE}/confluent_kafka/cimpl.py:1`, [5, 960]),
    call(`apply_stock@${OWN}/stock/apply.py:37`, [7, 9], ...scaled(0.2, fetchRows)),
  ),
  call(
    `_bootstrap@${LIB}/threading.py:1032 > _bootstrap_inner@${LIB}/threading.py:1075 > run@${OWN}/jobs/scheduler.py:30`,
    [1, 2],
    nightly(
      `rebuild_index@${OWN}/jobs/rebuild_index.py:64`,
      [30, 34],
      nightly(`documents@${OWN}/jobs/rebuild_index.py:98`, [24, 26], ...scaled(1.5, fetchRows)),
      nightly(
        `index_document@${OWN}/search/index.py:71`,
        [90, 92],
        ...scaled(9, tokens),
        nightly(`write_postings@${OWN}/search/postings.py:44 > compress@${SITE}/zstandard/backend_c.py:1`, [140, 150]),
      ),
    ),
  ),
  call(`_gc_collect@${LIB}/gc.py:1`, [27, 27]),
];
