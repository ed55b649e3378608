/* SPDX-License-Identifier: BSD-3-Clause */
/* vectors.h - keys, signatures and digests that ldns made, one key for each
 * algorithm, RSA of 1024 bits.
 *
 * All are of the zone example., flags 257, and valid through 2026. The
 * signature is over www.example. 300 A 192.0.2.1 and 192.0.2.2. */
#ifndef FOREWARN_TESTS_VECTORS_H
#define FOREWARN_TESTS_VECTORS_H

#include <stdint.h>

#define VECTOR_INCEPTION  1767225600u /* 2026-01-01T00:00:00Z */
#define VECTOR_EXPIRATION 1798761600u /* 2027-01-01T00:00:00Z */

static const struct vector {
	const char *mnemonic;
	uint8_t algorithm;
	uint16_t tag;
	const char *key, *signature; /* base64 */
	const char *digests[3];	     /* DS digest types 1, 2 and 4 */
} vectors[] = {
	{ "RSASHA1",
	  5,
	  27692,
	  "AwEAAccYEizAARcDzabX9MRJYEW5NJP9L+KlYAhpT5XWWa7A8h8E6BeS"
	  "M5a4SBv/LZXXwGECD4TTkQcvUxn/DdkG60qzhaZXINKSaX0GMJIIKTK3"
	  "66i00av1BBX24N0x3VPc4qi0zmA6YNUrxafxQjqjPs6uRWEr2maS6sqv"
	  "tZpA2qRN",
	  "BTHr5D/gXc+jnY+XOdphTi283JaHIcoNvqQ2del8oVvDI8KwXUKad2k/"
	  "nM+SBbK6lJt/ResCmw5kGcDj7nnV2PCK5DOFV+5j2XdPQ6C2c8m2+iKg"
	  "xvN3jkQll4saeAjgZHRvu533UxyaUTzl7QLD3E/+G4UG4qaQHUdEDNLQ"
	  "4FU=",
	  { "2351d932bd2a4b2bad15d1b1ee3030fc7d6e7595",
	    "a7423e3a46d97992ceaacab61cd26c81075ae7b90ae7ec93ef0a86df"
	    "7a750945",
	    "3022b6668d173aa3baeae4ae9c603236b498e28b0e5fcb392c11d0b6"
	    "78f706eaea698103f138056f3f2b71ab539c99b4" } },
	{ "RSASHA1-NSEC3-SHA1",
	  7,
	  26055,
	  "AwEAAb2Esj9na72lNLurtkIomAOcl7m/rs0kCKthkIZrGg4Q+KZe5QwC"
	  "PIpOG53e4XmSD2MGyT487UkH2HPkbBe56uc+Ny8uCe1Wx2xGCeI8k8dv"
	  "un+WW9luBryxXszUQwEzm/C2wzsJshIzRZxTbYI/i/RkldebsZJYiQ4U"
	  "1dXxfL7N",
	  "LDtqoLNdZMuiw9N23M/3g9UnlPdNYfcHZ7aUffKs3U7io1v6rYZmHEtQ"
	  "FBFnXbZV2Z9+XBfAajv2xU+mBk3B218LuM2QyxgEdtkN3Isz2Iqdh0X/"
	  "QBLbSQyLVma4Dcugg3znvrN72S3CEi2qglTUNla5ElKKqshDTS5AfGyh"
	  "XQM=",
	  { "510beaf4570582f3c268cf04c431f7c91656fd75",
	    "160479371aaa79fc42eca5a9b1e12dfeb6e8a12fbd6f34e6a69480e3"
	    "9d8945e7",
	    "b8dfcc5f81699aae199bb66c8075a8648718e9bbf1673804e1304324"
	    "ea545c280f1a173c32a02e93c1ad855355d82a1b" } },
	{ "RSASHA256",
	  8,
	  12460,
	  "AwEAAcQSRzEs/+qj8W8wSusHyR1BkaJGqm6c82qyrKZVO0GSKVev3+Jj"
	  "c1KQFPl54RPEFUkmGEdWb1EDNfv2ZgTrpS83lpyjPnNuktI8H1VtxX/2"
	  "ixnMzuTKe4Qr+d3BzRBqYaToz9Nx9swP1WvkNBlj+TjeEWzaPDVrROeF"
	  "35S63s0l",
	  "rxoD/2yNdYxwoQyBi6sPO8d20Se690S5rrygxL0y+r6JTaI9yyfTHVog"
	  "fo09dIZXTKEZ4XbL2ahyZQKqaSnTE1+Fyn8mrg8WwRPOkbPmKaOIXDV4"
	  "pJkAzmxQ5F8qrrpCLTF2m3crG0Nr8boJnNdhW7D2oEyzVFcNhwDdzWEy"
	  "psg=",
	  { "fe67312a63a76c6f96d7e849bb04dd47166fd4ca",
	    "67c42d13fa6ea1449bc389b892cb58cf74af67deada099caf2ffd636"
	    "9ca0fdbc",
	    "5da0a0972b84bc60492ca3f32c0c3863c0c380105bfac644f31042a2"
	    "d088babf0c91f1effae5cf1ff97343b8a5c9bf9f" } },
	{ "RSASHA512",
	  10,
	  27184,
	  "AwEAAdBefCgGcRzRDWAujw7O7tFCM6C6aSfV34BMw+VCRhgAXymR5vey"
	  "AXizmMa49FD/K/ybsYYtqA1XBbpgZsopfGJyWamg9Ym/jhTQPTYnLgpz"
	  "WTJa2qIHK7FicSExUIKMO3ZA9DxqAM5f/n957y74JvAUWK5Muj3ZBFtk"
	  "NH6pT9RV",
	  "PWUAqpJWJ5zDsTqmB4aqUa4AfC9uQecj2pSeSNhDXO5f4BsF7NudyJ0x"
	  "USHlM81mP3NqC4JFNSuNdGRKkrEMhBlPk8/9EtQHBO9UMoIC+k9OBoih"
	  "eraFRozBD2M0I+emRvogpAyPBfORdrXjYvorFvy0gbIhwyZodp1zTbLt"
	  "vR8=",
	  { "76f0f1b9be72d76d4609e94c530d0ce7a667d639",
	    "9aac21b6d4346113a6a0e947206ee6160aec28d2627ddbd2b3304543"
	    "2b4311b1",
	    "8721f121e557415e33a06247f4bd956f7e890708498fb4d8ed1b10e1"
	    "43726943df2bd485963550bff7b9b8576f87898a" } },
	{ "ECDSAP256SHA256",
	  13,
	  2006,
	  "2N4bBX4Gdu2fL/XICr1FUtz+bKhkGhV5zfEo2Wemi8Jwaf8VsmTw/zY6"
	  "7AfVF1bAbxlu9gVgquQcTL0ADtuw/g==",
	  "PkllKPnM5BZGf9UtAsYlJZV/nFd1NUsdK6tuIx8W+lPMMi77j054sAdO"
	  "ki8LCVW0z1DJ8vKODs1A7i6Yx4K4fg==",
	  { "d40e327afdb945d84350a73f12a7f6b9e24699d4",
	    "c39c1360abc3646cc829c75e5c01ab20208d5259bc2db5bca59dfbcb"
	    "5df31f4e",
	    "bb39c69999e89ff82d94f1f3628d27bce4590cb975d7207083d1c170"
	    "2b5e77a2264499ce9d7a18cc639ad65cef8afafb" } },
	{ "ECDSAP384SHA384",
	  14,
	  34928,
	  "25UfXDbQSZ5A5//EaiHTYtsvH3h8Bp8OfEzXFs1iCJ/F3F7KTJ2XLwR6"
	  "jKxBUExjsrC1U6ZLABX0pEkKa2eSSCCCtI87XOjX3+SA2CfWQvxgw1mb"
	  "+SWMrcvRgXKsiNvG",
	  "xwzqV/xLSdYe/Wj0pn1ywstlId1mQbIfZ8Hu+vLkgC4nXs9x1QZr6zcD"
	  "3NxwjRl7zatJCEV/A+Q53axbel3aJi1PGBOOYA7InCqvYHDYQyj02Ec2"
	  "E9uKEN6CgzOIT9Og",
	  { "51d0f689a7983c2a5d2a8164bc6066a798b1487b",
	    "b3771f61913521762fc76674bed3befaa55909aacbd2e02b387ece5a"
	    "7fe22e39",
	    "c05bfff806c7fee372c8a8f97851be082e2e1ffdaf438210c3d729e2"
	    "6f4222cfcbc04d90b4acb70c9a9f1938b01b530e" } },
	{ "ED25519",
	  15,
	  52566,
	  "gd2UZWqEZnMEnLrW7ewpZd5NfxmaDpCmzow+hETdMTw=",
	  "BGpG/sSW/yS9iOn1jNA4Lz1kRTvUgTfSikEdJiXh3SgL18OZX94NCR8O"
	  "qjIpjD1lT9ezeavsI3XnYZdlYkygCA==",
	  { "1476cc18116f5ee38e56d93b9d319f463d1921a3",
	    "b034db1dcdacac4608cdbd630f616deda40b34d33bbedf22287ef3e8"
	    "64c96ce5",
	    "3749779ae5316cd9a4d38a1e1e41e1e11c44e8c2a66b166253a36bdf"
	    "6eb4b71ccc626fb4e15f4c550de71e310b8b0933" } },
	{ "ED448",
	  16,
	  34817,
	  "SOdlg+na+WBLQOpEWdEHIqxe3UQGf7MWGbm5JhO5H0T03q2P+BqCssvm"
	  "9u4w4uc/uPbthWRVD7UA",
	  "AcZia6Wtm7kv8zTwAgUjFUo06506aBPdvfXe86tzOTEdRZ6nx0i35mxG"
	  "vuJ5tyWrJUe82k0frc2ASNEcpZN2IxRnw6ZICaqC0iSQ8Od96dfsHCg9"
	  "/yzrf7aaI77hlmOLLdVtRWdnG6q9Lic37ZINiyIA",
	  { "d2e8af10681ee2cf16ed43c9b00edcbc477fef0f",
	    "6def26480ad3984f66db8bc54d25cc93c042a88c6ef62e114e78059f"
	    "f4fdd4b4",
	    "4992481ce1cfb62845ee0d27b11c593ccd66a7933d4fc335c98a03e4"
	    "1ed5c316fd395fd2b61d9297513bef621758be8a" } },
};

/* By the key of algorithm 13: mx.example. 300 MX 10 Mail.EXAMPLE. */
static const char vector_mx[] =
	"h2sJlbcXDeKhTd2JhFsHpch4dyNNYo6m6DHS4+nI6Qo1Ag2ysfrr/vH8"
	"DAawMtC1B2oHwADA6ejx7XSF8knWXg==";
/* By the key of algorithm 13: *.wild.example. 300 TXT "x" */
static const char vector_wildcard[] =
	"uLYkU8yIVsa4Pef1zMKP0mDm7WY5FrJaqJpZ6A+6wjVy7j3Ofn9OjYON"
	"ACJRCRRwPYtWlXNJX+1rWaC5kJ+UhA==";

#endif
