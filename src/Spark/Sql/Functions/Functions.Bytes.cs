// Written by tools/GenerateFunctions.cs. Change the lists, not this.
namespace Millrace.Spark.Sql;

/// <content>Bytes.</content>
public static partial class Functions
{
    /// <summary>Bytes decrypted with AES.</summary>
    public static Column AesDecrypt(Column column, Column key) =>
        Call("aes_decrypt", [column, key]);

    /// <summary>Bytes decrypted with AES.</summary>
    public static Column AesDecrypt(Column column, Column key, Column mode) =>
        Call("aes_decrypt", [column, key, mode]);

    /// <summary>Bytes decrypted with AES.</summary>
    public static Column AesDecrypt(Column column, Column key, Column mode, Column padding) =>
        Call("aes_decrypt", [column, key, mode, padding]);

    /// <summary>Bytes decrypted with AES.</summary>
    public static Column AesDecrypt(Column column, Column key, Column mode, Column padding, Column aad) =>
        Call("aes_decrypt", [column, key, mode, padding, aad]);

    /// <summary>Bytes encrypted with AES.</summary>
    public static Column AesEncrypt(Column column, Column key) =>
        Call("aes_encrypt", [column, key]);

    /// <summary>Bytes encrypted with AES.</summary>
    public static Column AesEncrypt(Column column, Column key, Column mode) =>
        Call("aes_encrypt", [column, key, mode]);

    /// <summary>Bytes encrypted with AES.</summary>
    public static Column AesEncrypt(Column column, Column key, Column mode, Column padding) =>
        Call("aes_encrypt", [column, key, mode, padding]);

    /// <summary>Bytes encrypted with AES.</summary>
    public static Column AesEncrypt(Column column, Column key, Column mode, Column padding, Column iv) =>
        Call("aes_encrypt", [column, key, mode, padding, iv]);

    /// <summary>Bytes encrypted with AES.</summary>
    public static Column AesEncrypt(Column column, Column key, Column mode, Column padding, Column iv, Column aad) =>
        Call("aes_encrypt", [column, key, mode, padding, iv, aad]);

    /// <summary>The position of a number in its bitmap.</summary>
    public static Column BitmapBitPosition(Column column) =>
        Call("bitmap_bit_position", [column]);

    /// <summary>The number of the bitmap to which a number belongs.</summary>
    public static Column BitmapBucketNumber(Column column) =>
        Call("bitmap_bucket_number", [column]);

    /// <summary>The number of bits that are set in a bitmap.</summary>
    public static Column BitmapCount(Column column) =>
        Call("bitmap_count", [column]);

    /// <summary>The CRC-32 of bytes.</summary>
    public static Column Crc32(Column column) =>
        Call("crc32", [column]);

    /// <summary>The Murmur3 hash of values, 32 bits.</summary>
    public static Column Hash(params Column[] columns) =>
        Call("hash", [.. columns]);

    /// <summary>About how many distinct values a HyperLogLog sketch has seen.</summary>
    public static Column HllSketchEstimate(Column sketch) =>
        Call("hll_sketch_estimate", [sketch]);

    /// <summary>One HyperLogLog sketch out of two.</summary>
    public static Column HllUnion(Column first, Column second) =>
        Call("hll_union", [first, second]);

    /// <summary>One HyperLogLog sketch out of two.</summary>
    public static Column HllUnion(Column first, Column second, Column allowDifferentLgConfigK) =>
        Call("hll_union", [first, second, allowDifferentLgConfigK]);

    /// <summary>How many values a quantile sketch has seen.</summary>
    public static Column KllSketchGetNBigint(Column sketch) =>
        Call("kll_sketch_get_n_bigint", [sketch]);

    /// <summary>How many values a quantile sketch has seen.</summary>
    public static Column KllSketchGetNDouble(Column sketch) =>
        Call("kll_sketch_get_n_double", [sketch]);

    /// <summary>How many values a quantile sketch has seen.</summary>
    public static Column KllSketchGetNFloat(Column sketch) =>
        Call("kll_sketch_get_n_float", [sketch]);

    /// <summary>The value at a rank from 0 to 1.</summary>
    public static Column KllSketchGetQuantileBigint(Column sketch, Column rank) =>
        Call("kll_sketch_get_quantile_bigint", [sketch, rank]);

    /// <summary>The value at a rank from 0 to 1.</summary>
    public static Column KllSketchGetQuantileDouble(Column sketch, Column rank) =>
        Call("kll_sketch_get_quantile_double", [sketch, rank]);

    /// <summary>The value at a rank from 0 to 1.</summary>
    public static Column KllSketchGetQuantileFloat(Column sketch, Column rank) =>
        Call("kll_sketch_get_quantile_float", [sketch, rank]);

    /// <summary>The rank of a value, from 0 to 1.</summary>
    public static Column KllSketchGetRankBigint(Column sketch, Column value) =>
        Call("kll_sketch_get_rank_bigint", [sketch, value]);

    /// <summary>The rank of a value, from 0 to 1.</summary>
    public static Column KllSketchGetRankDouble(Column sketch, Column value) =>
        Call("kll_sketch_get_rank_double", [sketch, value]);

    /// <summary>The rank of a value, from 0 to 1.</summary>
    public static Column KllSketchGetRankFloat(Column sketch, Column value) =>
        Call("kll_sketch_get_rank_float", [sketch, value]);

    /// <summary>One quantile sketch out of two.</summary>
    public static Column KllSketchMergeBigint(Column left, Column right) =>
        Call("kll_sketch_merge_bigint", [left, right]);

    /// <summary>One quantile sketch out of two.</summary>
    public static Column KllSketchMergeDouble(Column left, Column right) =>
        Call("kll_sketch_merge_double", [left, right]);

    /// <summary>One quantile sketch out of two.</summary>
    public static Column KllSketchMergeFloat(Column left, Column right) =>
        Call("kll_sketch_merge_float", [left, right]);

    /// <summary>A quantile sketch in words.</summary>
    public static Column KllSketchToStringBigint(Column sketch) =>
        Call("kll_sketch_to_string_bigint", [sketch]);

    /// <summary>A quantile sketch in words.</summary>
    public static Column KllSketchToStringDouble(Column sketch) =>
        Call("kll_sketch_to_string_double", [sketch]);

    /// <summary>A quantile sketch in words.</summary>
    public static Column KllSketchToStringFloat(Column sketch) =>
        Call("kll_sketch_to_string_float", [sketch]);

    /// <summary>The MD5 of bytes, in hexadecimal digits.</summary>
    public static Column Md5(Column column) =>
        Call("md5", [column]);

    /// <summary>The SHA-1 of bytes, in hexadecimal digits.</summary>
    public static Column Sha(Column column) =>
        Call("sha", [column]);

    /// <summary>The SHA-1 of bytes, in hexadecimal digits.</summary>
    public static Column Sha1(Column column) =>
        Call("sha1", [column]);

    /// <summary>The SHA-2 of bytes, in hexadecimal digits.</summary>
    public static Column Sha2(Column column, int numBits) =>
        Call("sha2", [column, numBits]);

    /// <summary>The SHA-2 of bytes, in hexadecimal digits.</summary>
    public static Column Sha2(Column column, Column bits) =>
        Call("sha2", [column, bits]);

    /// <summary>A geometry or geography as well-known binary.</summary>
    public static Column StAsbinary(Column geo) =>
        Call("st_asbinary", [geo]);

    /// <summary>A geography out of well-known binary.</summary>
    public static Column StGeogfromwkb(Column wkb) =>
        Call("st_geogfromwkb", [wkb]);

    /// <summary>A geometry out of well-known binary.</summary>
    public static Column StGeomfromwkb(Column wkb) =>
        Call("st_geomfromwkb", [wkb]);

    /// <summary>A geometry or geography under another reference system.</summary>
    public static Column StSetsrid(Column geo, Column srid) =>
        Call("st_setsrid", [geo, srid]);

    /// <summary>The reference system of a geometry or geography.</summary>
    public static Column StSrid(Column geo) =>
        Call("st_srid", [geo]);

    /// <summary>A theta sketch of the values in the first and not in the second.</summary>
    public static Column ThetaDifference(Column first, Column second) =>
        Call("theta_difference", [first, second]);

    /// <summary>A theta sketch of the values in both.</summary>
    public static Column ThetaIntersection(Column first, Column second) =>
        Call("theta_intersection", [first, second]);

    /// <summary>About how many distinct values a theta sketch has seen.</summary>
    public static Column ThetaSketchEstimate(Column sketch) =>
        Call("theta_sketch_estimate", [sketch]);

    /// <summary>A theta sketch of the values in one of both.</summary>
    public static Column ThetaUnion(Column first, Column second) =>
        Call("theta_union", [first, second]);

    /// <summary>A theta sketch of the values in one of both.</summary>
    public static Column ThetaUnion(Column first, Column second, Column lgNominalEntries) =>
        Call("theta_union", [first, second, lgNominalEntries]);

    /// <summary>Bytes decrypted with AES; null where that fails.</summary>
    public static Column TryAesDecrypt(Column column, Column key) =>
        Call("try_aes_decrypt", [column, key]);

    /// <summary>Bytes decrypted with AES; null where that fails.</summary>
    public static Column TryAesDecrypt(Column column, Column key, Column mode) =>
        Call("try_aes_decrypt", [column, key, mode]);

    /// <summary>Bytes decrypted with AES; null where that fails.</summary>
    public static Column TryAesDecrypt(Column column, Column key, Column mode, Column padding) =>
        Call("try_aes_decrypt", [column, key, mode, padding]);

    /// <summary>Bytes decrypted with AES; null where that fails.</summary>
    public static Column TryAesDecrypt(Column column, Column key, Column mode, Column padding, Column aad) =>
        Call("try_aes_decrypt", [column, key, mode, padding, aad]);

    /// <summary>The xxHash of values, 64 bits.</summary>
    public static Column XXHash64(params Column[] columns) =>
        Call("xxhash64", [.. columns]);
}
