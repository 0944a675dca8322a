/* About the best a compiled loop can do: everything known beforehand, nothing counted, nothing watched. */
#include <math.h>
#include <string.h>

#define LANES 128 /* cells that walk together: enough to fill the vector units while results are waited for */

#define ROSENBROCK(x, y, gx, gy)           \
    double t_ = 100.0 * ((y) - (x) * (x)); \
    double gx = -2.0 * (1.0 - (x)) - 4.0 * t_ * (x), gy = 2.0 * t_;
#define HIMMELBLAU(x, y, gx, gy)                                             \
    double u_ = (x) * (x) + (y) - 11.0, v_ = (x) + (y) * (y) - 7.0;          \
    double gx = 4.0 * (x) * u_ + 2.0 * v_, gy = 2.0 * u_ + 4.0 * (y) * v_;

/* A map: settings, then points x and y, changed in place, all arrays of n, a multiple of LANES. */
#define LOAD(name, from) double name[LANES]; memcpy(name, (from) + i, sizeof name)
#define ZERO(name) double name[LANES] = {0}
#define EACH for (int k = 0; k < LANES; k++)

#define MOMENTUM(name, SLOPE)                                                             \
    void name(const double *lr, const double *mu, double *x, double *y, long n, long steps) \
    {                                                                                     \
        for (long i = 0; i < n; i += LANES) {                                             \
            LOAD(a, lr); LOAD(b, mu); LOAD(px, x); LOAD(py, y);                           \
            ZERO(vx); ZERO(vy);                                                           \
            for (long t = 0; t < steps; t++) EACH {                                       \
                SLOPE(px[k], py[k], gx, gy)                                               \
                px[k] += vx[k] = b[k] * vx[k] - a[k] * gx;                                \
                py[k] += vy[k] = b[k] * vy[k] - a[k] * gy;                                \
            }                                                                             \
            memcpy(x + i, px, sizeof px); memcpy(y + i, py, sizeof py);                   \
        }                                                                                 \
    }
MOMENTUM(momentum_rosenbrock, ROSENBROCK)
MOMENTUM(momentum_himmelblau, HIMMELBLAU)

void adam_himmelblau(const double *lr, const double *b1, const double *b2, const double *eps,
                     double *x, double *y, long n, long steps)
{
    double a = *lr, p = *b1, q = *b2, e = *eps;
    for (long i = 0; i < n; i += LANES) {
        LOAD(px, x); LOAD(py, y);
        ZERO(mx); ZERO(my); ZERO(vx); ZERO(vy);
        double pt = 1.0, qt = 1.0;
        for (long t = 0; t < steps; t++) {
            pt *= p; qt *= q;
            double rate = a / (1.0 - pt), root = 1.0 / sqrt(1.0 - qt);
            EACH {
                HIMMELBLAU(px[k], py[k], gx, gy)
                mx[k] = p * mx[k] + (1.0 - p) * gx; vx[k] = q * vx[k] + (1.0 - q) * gx * gx;
                my[k] = p * my[k] + (1.0 - p) * gy; vy[k] = q * vy[k] + (1.0 - q) * gy * gy;
                px[k] -= rate * mx[k] / (sqrt(vx[k]) * root + e);
                py[k] -= rate * my[k] / (sqrt(vy[k]) * root + e);
            }
        }
        memcpy(x + i, px, sizeof px); memcpy(y + i, py, sizeof py);
    }
}

/* Stops where the gradient is at most `tolerance`; lanes leave when all of them have. */
void descent_himmelblau(const double *lr, double *x, double *y, long n, long steps, double tolerance)
{
    double a = *lr, enough = tolerance * tolerance;
    for (long i = 0; i < n; i += LANES) {
        LOAD(px, x); LOAD(py, y);
        for (long t = 0; t < steps; t++) {
            double going = 0.0;
            EACH {
                HIMMELBLAU(px[k], py[k], gx, gy)
                double rate = gx * gx + gy * gy > enough ? a : 0.0;
                going += rate;
                px[k] -= rate * gx;
                py[k] -= rate * gy;
            }
            if (going == 0.0) break;
        }
        memcpy(x + i, px, sizeof px); memcpy(y + i, py, sizeof py);
    }
}

/* The race: each rule one block of settings after the other, as `works.race` writes them; path (8, steps + 1, 2). */
#define AT(rule) path[(rule) * 2 * (steps + 1) + 2 * t + c]
#define AXES for (int c = 0; c < 2; c++)
#define SLOPE_OF(p) ROSENBROCK(p[0], p[1], gx_, gy_) double g[2] = {gx_, gy_};

void race(const double *start, const double *s, double *path, long steps)
{
    double descent = s[0], lr = s[1], mu = s[2], nlr = s[3], nmu = s[4], alr = s[5], aeps = s[6];
    double rlr = s[7], rho = s[8], reps = s[9];
    const double *ad = s + 10, *aw = s + 14, *ax = s + 19; /* lr, beta1, beta2, eps (, weight decay) */
    double p[8][2], v[2] = {0}, nv[2] = {0}, sum[2] = {0}, r[2] = {0};
    double m[2] = {0}, w[2] = {0}, wm[2] = {0}, ww[2] = {0}, xm[2] = {0}, xu[2] = {0};
    double b1 = 1.0, b2 = 1.0, c1 = 1.0, c2 = 1.0, d1 = 1.0;
    for (int k = 0; k < 8; k++) AXES p[k][c] = start[c];
    for (long t = 0; t < steps; t++) {
        for (int k = 0; k < 8; k++) AXES AT(k) = p[k][c];
        { SLOPE_OF(p[0]) AXES p[0][c] -= descent * g[c]; }
        { SLOPE_OF(p[1]) AXES p[1][c] += v[c] = mu * v[c] - lr * g[c]; }
        { SLOPE_OF(p[2]) AXES { nv[c] = nmu * nv[c] + g[c]; p[2][c] -= nlr * (g[c] + nmu * nv[c]); } }
        { SLOPE_OF(p[3]) AXES { sum[c] += g[c] * g[c]; p[3][c] -= alr * g[c] / (sqrt(sum[c]) + aeps); } }
        { SLOPE_OF(p[4]) AXES { r[c] = rho * r[c] + (1.0 - rho) * g[c] * g[c]; p[4][c] -= rlr * g[c] / (sqrt(r[c]) + reps); } }
        b1 *= ad[1]; b2 *= ad[2]; c1 *= aw[1]; c2 *= aw[2]; d1 *= ax[1];
        double rate = ad[0] / (1.0 - b1), root = 1.0 / sqrt(1.0 - b2);
        double wrate = aw[0] / (1.0 - c1), wroot = 1.0 / sqrt(1.0 - c2), xrate = ax[0] / (1.0 - d1);
        { SLOPE_OF(p[5]) AXES {
            m[c] = ad[1] * m[c] + (1.0 - ad[1]) * g[c]; w[c] = ad[2] * w[c] + (1.0 - ad[2]) * g[c] * g[c];
            p[5][c] -= rate * m[c] / (sqrt(w[c]) * root + ad[3]);
        } }
        { SLOPE_OF(p[6]) AXES {
            wm[c] = aw[1] * wm[c] + (1.0 - aw[1]) * g[c]; ww[c] = aw[2] * ww[c] + (1.0 - aw[2]) * g[c] * g[c];
            p[6][c] = p[6][c] * (1.0 - aw[0] * aw[4]) - wrate * wm[c] / (sqrt(ww[c]) * wroot + aw[3]);
        } }
        { SLOPE_OF(p[7]) AXES {
            xm[c] = ax[1] * xm[c] + (1.0 - ax[1]) * g[c]; xu[c] = fmax(ax[2] * xu[c], fabs(g[c]) + ax[3]);
            p[7][c] -= xrate * xm[c] / xu[c];
        } }
    }
    long t = steps;
    for (int k = 0; k < 8; k++) AXES AT(k) = p[k][c];
}
