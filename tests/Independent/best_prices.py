"""An independent client of the embedded exchange: nothing here is shared with the host or its plugins.

    strategyhost simulate | /usr/bin/python3 tests/Independent/best_prices.py [--seconds N]

Reads the line of addresses that `simulate` prints, connects to every venue in it over Debian's python3-websockets,
keeps each book by that venue's documented procedure, and compares its best levels with GET /sim/truth several times.
Ends with 0 when all of them were equal, with 1 and one sentence when one was not.
"""

import argparse
import asyncio
import datetime
import decimal
import json
import sys
import urllib.parse
import urllib.request

import websockets

LEVELS = 20
SAMPLES = 3
LARGEST_MESSAGE = 8 << 20
CLIENTS = {}


class Wrong(Exception):
    """What the venue did is not what it documents, or a book is not the truth."""


def client_of(*venues):
    """Registers a class as the client of venues."""

    def register(made):
        for venue in venues:
            CLIENTS[venue] = made
        return made

    return register


def fetch(address):
    with urllib.request.urlopen(address, timeout=10) as answer:
        return json.load(answer)


class Book:
    """Levels by price; 0 removes."""

    def __init__(self):
        self.sides = {"bids": {}, "asks": {}}
        self.number = None
        self.time_ms = None

    def clear(self):
        for side in self.sides.values():
            side.clear()

    def put(self, side, price, quantity):
        price, quantity = decimal.Decimal(price), decimal.Decimal(quantity)
        if quantity:
            self.sides[side][price] = quantity
        else:
            self.sides[side].pop(price, None)

    def put_all(self, bids, asks):
        for side, levels in (("bids", bids), ("asks", asks)):
            for level in levels:
                self.put(side, level[0], level[1])

    def best(self, side):
        return sorted(self.sides[side].items(), reverse=side == "bids")[:LEVELS]


class Client:
    """One connection with some books. Subclasses know the venue."""

    def __init__(self, venue, addresses):
        self.venue = venue
        self.ws, self.rest = addresses["ws"], addresses["rest"]
        self.books = {symbol: Book() for symbol in self.symbols()}

    def symbols(self):
        return ["BTCUSDT", "ETHUSDT", "XRPUSDT"]

    def path(self):
        return "/"

    def requests(self):
        return []

    def take(self, text):
        """Takes one message; the symbol whose book went on, or None."""
        raise NotImplementedError

    async def run(self, seconds):
        """Keeps the books and compares each several times, spread over the seconds."""
        compared = {symbol: 0 for symbol in self.books}
        begun = asyncio.get_running_loop().time()
        async with websockets.connect(self.ws + self.path(), max_size=LARGEST_MESSAGE, max_queue=None) as socket:
            for request in self.requests():
                await socket.send(json.dumps(request))
            while min(compared.values()) < SAMPLES:
                symbol = self.take(await asyncio.wait_for(socket.recv(), 10))
                since = asyncio.get_running_loop().time() - begun
                if symbol is None or since < seconds * (compared[symbol] + 1) / SAMPLES:
                    continue
                if since > seconds + 20:
                    raise Wrong(f"{self.venue}: only {compared} comparisons in {since:.0f} s")
                await self.compare(symbol)
                compared[symbol] += 1

    async def compare(self, symbol):
        book = self.books[symbol]
        asked = {"instrument": f"{self.venue}:{symbol}", "levels": LEVELS}
        if book.number is not None:
            asked["sequence"] = book.number
        if book.time_ms is not None:
            asked["timeMs"] = book.time_ms
        truth = await asyncio.to_thread(fetch, f"{self.rest}/sim/truth?{urllib.parse.urlencode(asked)}")
        for side in book.sides:
            expected = [(decimal.Decimal(price), decimal.Decimal(quantity)) for price, quantity in truth[side]]
            if len(expected) != LEVELS or book.best(side) != expected:
                raise Wrong(f"{self.venue}:{symbol} at {book.number}, {book.time_ms}: {side} are\n"
                            f"{book.best(side)}\nand the truth is\n{expected}")
        bid, ask = book.best("bids")[0], book.best("asks")[0]
        print(f"{self.venue}:{symbol} best {bid[0]} x {bid[1]} and {ask[0]} x {ask[1]}: "
              f"{LEVELS} levels a side are the truth at {book.number or book.time_ms}", flush=True)


@client_of("binance", "binance-futures")
class Binance(Client):
    """The REST snapshot is asked for once changes come; they are joined to it."""

    def __init__(self, venue, addresses):
        super().__init__(venue, addresses)
        self.is_futures = venue == "binance-futures"
        self.is_joined = {symbol: False for symbol in self.books}

    def path(self):
        streams = "/".join(f"{symbol.lower()}@depth@100ms" for symbol in self.books)
        return ("/public" if self.is_futures else "") + f"/stream?streams={streams}"

    def load(self, symbol):
        path = "/fapi/v1/depth" if self.is_futures else "/api/v3/depth"
        snapshot = fetch(f"{self.rest}{path}?symbol={symbol}&limit=1000")
        self.books[symbol].put_all(snapshot["bids"], snapshot["asks"])
        self.books[symbol].number = snapshot["lastUpdateId"]

    def take(self, text):
        data = json.loads(text)["data"]
        symbol, book = data["s"], self.books[data["s"]]
        if book.number is None:
            self.load(symbol)
        if self.is_joined[symbol]:
            before = data["pu"] if self.is_futures else data["U"] - 1
            if before != book.number:
                raise Wrong(f"{self.venue}:{symbol}: {before} follows {book.number}")
        else:
            first = book.number if self.is_futures else book.number + 1
            if data["u"] < first:
                return None
            if data["U"] > first:
                raise Wrong(f"{self.venue}:{symbol}: the first change begins at {data['U']} after {book.number}")
            self.is_joined[symbol] = True
        book.put_all(data["b"], data["a"])
        book.number = data["u"]
        return symbol


@client_of("bybit", "bybit-linear")
class Bybit(Client):
    """A snapshot, then changes numbered by one; any snapshot replaces the book."""

    def path(self):
        return "/v5/public/" + ("linear" if self.venue == "bybit-linear" else "spot")

    def requests(self):
        return [{"op": "subscribe", "args": [f"orderbook.50.{symbol}" for symbol in self.books]}]

    def take(self, text):
        message = json.loads(text)
        if "topic" not in message:
            if message.get("success") is False:
                raise Wrong(f"{self.venue}: {text}")
            return None
        data = message["data"]
        book = self.books[data["s"]]
        if message["type"] == "snapshot":
            book.clear()
        elif data["u"] != book.number + 1:
            raise Wrong(f"{self.venue}:{data['s']}: {data['u']} follows {book.number}")
        book.put_all(data["b"], data["a"])
        book.number, book.time_ms = data["u"], message["ts"]
        return data["s"]


@client_of("okx")
class Okx(Client):
    """A snapshot, then changes that name the number before; numbers may fall."""

    def symbols(self):
        return ["BTC-USDT", "XRP-USDT", "ETH-USDT-SWAP"]

    def path(self):
        return "/ws/v5/public"

    def requests(self):
        return [{"op": "subscribe", "args": [{"channel": "books", "instId": symbol} for symbol in self.books]}]

    def take(self, text):
        message = json.loads(text)
        if message.get("event") == "error":
            raise Wrong(f"{self.venue}: {text}")
        if "data" not in message:
            return None
        symbol, data = message["arg"]["instId"], message["data"][0]
        book = self.books[symbol]
        if message["action"] == "snapshot":
            book.clear()
        elif data["prevSeqId"] != book.number:
            raise Wrong(f"{self.venue}:{symbol}: {data['prevSeqId']} follows {book.number}")
        book.put_all(data["bids"], data["asks"])
        if data["seqId"] == book.number:
            return None  # nothing changed: the number belongs to the message before
        book.number, book.time_ms = data["seqId"], int(data["ts"])
        return symbol


@client_of("coinbase")
class Coinbase(Client):
    """A snapshot, then changes without numbers: only the time says which state a message shows."""

    def symbols(self):
        return ["BTC-USD", "ETH-USD", "XRP-USD"]

    def requests(self):
        return [{"type": "subscribe", "product_ids": list(self.books), "channels": ["level2_batch"]}]

    def take(self, text):
        message = json.loads(text)
        if message["type"] == "error":
            raise Wrong(f"{self.venue}: {text}")
        if message["type"] not in ("snapshot", "l2update"):
            return None
        book = self.books[message["product_id"]]
        if message["type"] == "snapshot":
            book.clear()
            book.put_all(message["bids"], message["asks"])
        for side, price, quantity in message.get("changes", []):
            book.put("bids" if side == "buy" else "asks", price, quantity)
        time = datetime.datetime.strptime(message["time"], "%Y-%m-%dT%H:%M:%S.%fZ")
        since = time - datetime.datetime(1970, 1, 1)
        book.time_ms = since // datetime.timedelta(milliseconds=1)
        return message["product_id"]


async def run(addresses, seconds):
    unknown = sorted(set(addresses) - set(CLIENTS))
    if unknown:
        raise Wrong(f"there is no client of {', '.join(unknown)} here")
    clients = [CLIENTS[venue](venue, address) for venue, address in addresses.items()]
    await asyncio.gather(*(client.run(seconds) for client in clients))
    books = sum(len(client.books) for client in clients)
    print(f"{len(clients)} venues, {books} books, {books * SAMPLES} comparisons: all equal")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=6, help="over how long the comparisons are spread")
    arguments = parser.parse_args()
    try:
        asyncio.run(run(json.loads(sys.stdin.readline()), arguments.seconds))
    except (Wrong, OSError, asyncio.TimeoutError, websockets.exceptions.WebSocketException) as wrong:
        sys.exit(f"{type(wrong).__name__}: {wrong}")


if __name__ == "__main__":
    main()
