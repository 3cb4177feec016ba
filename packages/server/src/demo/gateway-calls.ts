import { type Call, call, scaled } from './call.ts';

const GO = '/usr/local/go/src';
const OWN = '/src/gateway/internal';
const MODULES = '/go/pkg/mod';

const MALLOC = `runtime.mallocgc@${GO}/runtime/malloc.go:1055`;
const NEW = `runtime.newobject@${GO}/runtime/malloc.go:1386 > ${MALLOC}`;
const GROW = `runtime.growslice@${GO}/runtime/slice.go:262 > ${MALLOC}`;
const ASSIGN = `runtime.mapassign_faststr@${GO}/internal/runtime/maps/runtime_faststr_swiss.go:263`;
const WRITE = `internal/poll.(*FD).Write@${GO}/internal/poll/fd_unix.go:380 > syscall.Write@${GO}/syscall/syscall_unix.go:212 > syscall.write@${GO}/syscall/zsyscall_linux_amd64.go:964 > internal/runtime/syscall.Syscall6@${GO}/internal/runtime/syscall/asm_linux_amd64.s:36`;
const READ = `internal/poll.(*FD).Read@${GO}/internal/poll/fd_unix.go:165 > syscall.Read@${GO}/syscall/syscall_unix.go:183 > syscall.read@${GO}/syscall/zsyscall_linux_amd64.go:736 > internal/runtime/syscall.Syscall6@${GO}/internal/runtime/syscall/asm_linux_amd64.s:36`;
const REFLECT = `encoding/json.structEncoder.encode@${GO}/encoding/json/encode.go:759`;
const FIELD = `encoding/json.(*decodeState).object@${GO}/encoding/json/decode.go:766 > encoding/json.(*decodeState).value@${GO}/encoding/json/decode.go:374`;

/** What a handler does around its own work: the costs of a request that nobody wrote. */
const decodeBody = [
  call(
    `shop/gateway/internal/wire.Decode@${OWN}/wire/decode.go:31 > encoding/json.(*Decoder).Decode@${GO}/encoding/json/stream.go:75`,
    [4, 12],
    call(
      `encoding/json.(*decodeState).unmarshal@${GO}/encoding/json/decode.go:183`,
      [6, 4],
      call(
        `${FIELD}`,
        [18, 20],
        call(
          `encoding/json.(*decodeState).literalStore@${GO}/encoding/json/decode.go:883`,
          [14, 40],
          call(`reflect.Value.SetString@${GO}/reflect/value.go:2474`, [5, 0]),
        ),
        call(
          `${FIELD}`,
          [9, 16],
          call(`encoding/json.(*decodeState).array@${GO}/encoding/json/decode.go:555 > ${GROW}`, [7, 66]),
        ),
      ),
    ),
    call(
      `encoding/json.checkValid@${GO}/encoding/json/scanner.go:30 > encoding/json.stateInString@${GO}/encoding/json/scanner.go:343`,
      [17],
    ),
  ),
] as const;

const encodeAnswer = [
  call(
    `shop/gateway/internal/wire.Encode@${OWN}/wire/encode.go:24 > encoding/json.(*Encoder).Encode@${GO}/encoding/json/stream.go:215 > encoding/json.(*encodeState).marshal@${GO}/encoding/json/encode.go:335`,
    [3, 10],
    call(
      `encoding/json.(*encodeState).reflectValue@${GO}/encoding/json/encode.go:367 > ${REFLECT}`,
      [12, 6],
      call(`encoding/json.appendString[go.shape.string]@${GO}/encoding/json/encode.go:1054`, [26, 0]),
      call(
        `encoding/json.sliceEncoder.encode@${GO}/encoding/json/encode.go:875 > encoding/json.arrayEncoder.encode@${GO}/encoding/json/encode.go:906`,
        [8, 4],
        call(
          REFLECT,
          [21, 12],
          call(
            `encoding/json.floatEncoder.encode@${GO}/encoding/json/encode.go:565 > strconv.AppendFloat@${GO}/strconv/ftoa.go:57`,
            [15, 0],
          ),
        ),
      ),
      call(
        `encoding/json.mapEncoder.encode@${GO}/encoding/json/encode.go:806`,
        [6, 30],
        call(`slices.SortFunc[go.shape.[]encoding/json.reflectWithString]@${GO}/slices/sort.go:29`, [9, 0]),
      ),
    ),
    call(
      `bytes.(*Buffer).grow@${GO}/bytes/buffer.go:151 > bytes.growSlice@${GO}/bytes/buffer.go:249 > ${MALLOC}`,
      [6, 160],
    ),
  ),
] as const;

const callUpstream = [
  call(
    `shop/gateway/internal/upstream.(*Client).Do@${OWN}/upstream/client.go:88`,
    [5, 14],
    call(
      `shop/gateway/internal/upstream.(*Client).sign@${OWN}/upstream/sign.go:40 > crypto/hmac.New@${GO}/crypto/hmac/hmac.go:54`,
      [4, 22],
      call(`crypto/internal/fips140/sha256.block@${GO}/crypto/internal/fips140/sha256/sha256block_amd64.go:24`, [19]),
    ),
    call(
      `net/http.(*Client).do@${GO}/net/http/client.go:730 > net/http.(*Client).send@${GO}/net/http/client.go:175 > net/http.send@${GO}/net/http/client.go:259 > net/http.(*Transport).roundTrip@${GO}/net/http/transport.go:607`,
      [7, 38],
      call(
        `net/http.(*persistConn).roundTrip@${GO}/net/http/transport.go:2753`,
        [9, 24],
        call(`runtime.selectgo@${GO}/runtime/select.go:327 > runtime.gopark@${GO}/runtime/proc.go:435`, [11]),
      ),
      call(`net/http.(*Transport).getConn@${GO}/net/http/transport.go:1436`, [5, 18], call(ASSIGN, [3, 8])),
    ),
    call(
      `io.ReadAll@${GO}/io/io.go:712`,
      [4, 20],
      call(`net/http.(*bodyEOFSignal).Read@${GO}/net/http/transport.go:2951`, [6], call(GROW, [5, 190])),
    ),
  ),
] as const;

const authorize = [
  call(
    `shop/gateway/internal/auth.(*Verifier).Check@${OWN}/auth/verifier.go:57`,
    [4, 10],
    call(
      `github.com/golang-jwt/jwt/v5.(*Parser).ParseWithClaims@${MODULES}/github.com/golang-jwt/jwt/v5@v5.2.1/parser.go:53`,
      [5, 28],
      call(`encoding/base64.(*Encoding).Decode@${GO}/encoding/base64/base64.go:508`, [6, 10]),
      call(
        `crypto/ecdsa.VerifyASN1@${GO}/crypto/ecdsa/ecdsa.go:465 > crypto/internal/fips140/ecdsa.Verify[go.shape.*crypto/internal/fips140/nistec.P256Point]@${GO}/crypto/internal/fips140/ecdsa/ecdsa.go:417`,
        [6, 8],
        call(
          `crypto/internal/fips140/nistec.(*P256Point).ScalarMult@${GO}/crypto/internal/fips140/nistec/p256_asm.go:520`,
          [13],
          call(
            `crypto/internal/fips140/nistec.p256PointDoubleAsm@${GO}/crypto/internal/fips140/nistec/p256_asm_amd64.s:2021`,
            [31],
          ),
        ),
      ),
    ),
    call(
      `shop/gateway/internal/auth.(*sessionCache).get@${OWN}/auth/session_cache.go:44 > sync.(*RWMutex).RLock@${GO}/sync/rwmutex.go:73`,
      [4],
    ),
  ),
] as const;

const handler = (name: string, line: number, share: number, ...own: readonly Call[]): Call =>
  call(
    `shop/gateway/internal/handlers.(*API).${name}@${OWN}/handlers/${name.toLowerCase()}.go:${line}`,
    [3 * share, 6 * share],
    ...scaled(share, callUpstream),
    ...scaled(share, encodeAnswer),
    ...own,
  );

const route = (share: number, ...handlers: readonly Call[]): Call =>
  call(
    `shop/gateway/internal/middleware.Logging.func1@${OWN}/middleware/logging.go:29 > shop/gateway/internal/middleware.Recover.func1@${OWN}/middleware/recover.go:18 > shop/gateway/internal/middleware.RateLimit.func1@${OWN}/middleware/rate_limit.go:36`,
    [7, 12],
    call(
      `shop/gateway/internal/middleware.(*buckets).take@${OWN}/middleware/buckets.go:52 > sync.(*Mutex).lockSlow@${GO}/sync/mutex.go:149`,
      [12],
    ),
    ...scaled(share, authorize),
    ...handlers,
  );

/** The program's calls; costs are thousandths of a core and 10 kB/s of allocation. */
export const gatewayCalls: readonly Call[] = [
  call(
    `net/http.(*Server).Serve.gowrap3@${GO}/net/http/server.go:3454 > net/http.(*conn).serve@${GO}/net/http/server.go:2102`,
    [6, 30],
    call(
      `net/http.(*conn).readRequest@${GO}/net/http/server.go:1048 > net/http.readRequest@${GO}/net/http/request.go:1087`,
      [9, 34],
      call(
        `net/textproto.(*Reader).ReadMIMEHeader@${GO}/net/textproto/reader.go:520`,
        [17, 72],
        call(ASSIGN, [11, 26]),
      ),
      call(`net/url.parse@${GO}/net/url/url.go:509`, [6, 14], call(NEW, [4, 22])),
    ),
    call(
      `net/http.serverHandler.ServeHTTP@${GO}/net/http/server.go:3301 > github.com/go-chi/chi/v5.(*Mux).ServeHTTP@${MODULES}/github.com/go-chi/chi/v5@v5.1.0/mux.go:90 > github.com/go-chi/chi/v5.(*Mux).routeHTTP@${MODULES}/github.com/go-chi/chi/v5@v5.1.0/mux.go:459`,
      [6, 9],
      call(`github.com/go-chi/chi/v5.(*node).findRoute@${MODULES}/github.com/go-chi/chi/v5@v5.1.0/tree.go:398`, [14]),
      route(
        1,
        handler('ListProducts', 47, 1.2),
        handler('GetProduct', 33, 0.7),
        handler(
          'SearchProducts',
          61,
          0.8,
          call(
            `shop/gateway/internal/handlers.parseFilters@${OWN}/handlers/filters.go:22 > regexp.(*Regexp).doExecute@${GO}/regexp/exec.go:527 > regexp.(*Regexp).backtrack@${GO}/regexp/backtrack.go:347`,
            [18, 6],
          ),
        ),
        handler('AddToCart', 58, 0.5, ...scaled(0.8, decodeBody)),
        handler('PlaceOrder', 74, 0.4, ...scaled(1.2, decodeBody)),
      ),
    ),
    call(
      `net/http.(*response).finishRequest@${GO}/net/http/server.go:1726 > bufio.(*Writer).Flush@${GO}/bufio/bufio.go:639 > net/http.checkConnErrorWriter.Write@${GO}/net/http/server.go:3835 > net.(*conn).Write@${GO}/net/net.go:207`,
      [4],
      call(WRITE, [54]),
    ),
  ),
  call(
    `net/http.(*Transport).dialConn.gowrap3@${GO}/net/http/transport.go:1945 > net/http.(*persistConn).readLoop@${GO}/net/http/transport.go:2254`,
    [7, 12],
    call(
      `bufio.(*Reader).Peek@${GO}/bufio/bufio.go:149 > bufio.(*Reader).fill@${GO}/bufio/bufio.go:113 > net/http.(*persistConn).Read@${GO}/net/http/transport.go:2124 > net.(*conn).Read@${GO}/net/net.go:196`,
      [3],
      call(READ, [41]),
    ),
    call(
      `net/http.ReadResponse@${GO}/net/http/response.go:199`,
      [8, 30],
      call(`net/textproto.(*Reader).ReadMIMEHeader@${GO}/net/textproto/reader.go:520`, [9, 48]),
    ),
  ),
  call(
    `net/http.(*Transport).dialConn.gowrap4@${GO}/net/http/transport.go:1946 > net/http.(*persistConn).writeLoop@${GO}/net/http/transport.go:2579 > net/http.(*Request).write@${GO}/net/http/request.go:782`,
    [6, 8],
    call(
      `bufio.(*Writer).Flush@${GO}/bufio/bufio.go:639 > net.(*conn).Write@${GO}/net/net.go:207`,
      [2],
      call(WRITE, [33]),
    ),
  ),
  call(
    `runtime.gcBgMarkWorker@${GO}/runtime/mgc.go:1423 > runtime.systemstack@${GO}/runtime/asm_amd64.s:514 > runtime.gcBgMarkWorker.func2@${GO}/runtime/mgc.go:1458 > runtime.gcDrain@${GO}/runtime/mgcmark.go:1110`,
    [14],
    call(
      `runtime.scanobject@${GO}/runtime/mgcmark.go:1350`,
      [43],
      call(`runtime.greyobject@${GO}/runtime/mgcmark.go:1528`, [15]),
      call(`runtime.findObject@${GO}/runtime/mbitmap.go:1282`, [17]),
    ),
  ),
  call(
    `runtime.mcall@${GO}/runtime/asm_amd64.s:459 > runtime.park_m@${GO}/runtime/proc.go:4103 > runtime.schedule@${GO}/runtime/proc.go:3996`,
    [8],
    call(
      `runtime.findRunnable@${GO}/runtime/proc.go:3389`,
      [23],
      call(
        `runtime.netpoll@${GO}/runtime/netpoll_epoll.go:116 > internal/runtime/syscall.EpollWait@${GO}/internal/runtime/syscall/syscall_linux.go:38`,
        [22],
      ),
      call(
        `runtime.stopm@${GO}/runtime/proc.go:2891 > runtime.notesleep@${GO}/runtime/lock_futex.go:47 > runtime.futex@${GO}/runtime/sys_linux_amd64.s:558`,
        [27],
      ),
    ),
  ),
];
